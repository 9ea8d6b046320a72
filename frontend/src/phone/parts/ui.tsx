/** The few pieces that pages are put together from. Everything that is touched is at least 48 px high. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useApp } from "./app.ts";
import { Icon, type IconName } from "./icons.tsx";

interface PageProps {
  title: string;
  lead?: string;
  /** Whether the arrow back is shown; the phone's own button leads back in any case. */
  back?: boolean | (() => void);
  /** Stays at the lower edge, under the thumb. */
  foot?: ComponentChildren;
  acts?: ComponentChildren;
  children: ComponentChildren;
}

/** A page: its title is read out when it opens, since nothing else tells a reader of screens that it changed. */
export function Page({ title, lead, back, foot, acts, children }: PageProps) {
  const app = useApp();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${app.say("app")}`;
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [title]);
  return (
    <>
      <header class="bar">
        {back && (
          <button type="button" class="bar-back" onClick={back === true ? app.back : back} aria-label={app.say("back")}>
            <Icon name="back" />
          </button>
        )}
        <h1 ref={heading} tabIndex={-1}>
          {title}
          {lead && <small>{lead}</small>}
        </h1>
        {acts}
      </header>
      <main class="page">{children}</main>
      {foot && <footer class="foot">{foot}</footer>}
    </>
  );
}

interface ButtonProps {
  children: ComponentChildren;
  onClick?: () => void;
  kind?: "main" | "plain" | "danger" | "quiet";
  type?: "button" | "submit";
  icon?: IconName;
  disabled?: boolean;
}

export function Button({ children, onClick, kind = "plain", type = "button", icon, disabled }: ButtonProps) {
  return (
    <button type={type} class={`button is-${kind}`} onClick={onClick} disabled={disabled}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

/** A sentence that stands out. `bad` and `warn` carry a sign, so that the colour is not all that tells. */
export function Notice({
  tone = "plain",
  children,
}: {
  tone?: "plain" | "good" | "warn" | "bad";
  children: ComponentChildren;
}) {
  const icon: Record<string, IconName> = { plain: "about", good: "done", warn: "warning", bad: "warning" };
  return (
    <div class={`notice is-${tone}`} role={tone === "bad" ? "alert" : "status"}>
      <Icon name={icon[tone] ?? "about"} />
      <div>{children}</div>
    </div>
  );
}

export function Loading() {
  return (
    <p class="loading" role="status">
      {useApp().say("loading")}
    </p>
  );
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <Icon name="done" />
      <strong>{title}</strong>
      {children}
    </div>
  );
}

/** A fault in the words of whoever raised it, and a way on. */
export function Fault({ fault, again }: { fault: unknown; again?: () => void }) {
  const { say } = useApp();
  return (
    <Notice tone="bad">
      <p>{wordsOf(fault) || say("fault")}</p>
      {again && <Button onClick={again}>{say("again")}</Button>}
    </Notice>
  );
}

/** The sentence of a fault that was made for people; "" for one of the machine. */
export function wordsOf(fault: unknown): string {
  const said = (fault as { say?: unknown })?.say;
  return typeof said === "string" ? said : "";
}

interface FieldProps {
  id: string;
  label: string;
  hint?: string;
  fault?: string;
  must?: boolean;
  children: ComponentChildren;
}

/** A labelled field; its fault stands right under it and is read out with it. */
export function Field({ id, label, hint, fault, must, children }: FieldProps) {
  const { say } = useApp();
  return (
    <div class={`field${fault ? " is-wrong" : ""}`} id={`at-${id}`}>
      <label for={id}>
        {label}
        {must && <span class="must">{say("must")}</span>}
      </label>
      {hint && <p class="hint">{hint}</p>}
      {children}
      {fault && (
        <p class="fault" id={`${id}-fault`}>
          <Icon name="warning" />
          {fault}
        </p>
      )}
    </div>
  );
}

interface InputProps {
  id: string;
  value: string;
  onText: (text: string) => void;
  onBlur?: () => void;
  fault?: string;
  type?: "text" | "search" | "password";
  class?: string;
  inputmode?: "text" | "numeric" | "decimal" | "tel";
  autocomplete?: "off" | "new-password" | "current-password";
  autocapitalize?: "characters";
  spellcheck?: boolean;
  maxLength?: number;
  placeholder?: string;
  disabled?: boolean;
}

export function Input({ onText, fault, type = "text", ...rest }: InputProps) {
  // Preact has a type of its own for each kind of input; all that are used here take the same.
  const kind = type as "text";
  return (
    <input
      class="input"
      autocomplete="off"
      aria-invalid={fault ? true : undefined}
      aria-describedby={fault ? `${rest.id}-fault` : undefined}
      {...rest}
      type={kind}
      onInput={(event) => onText(event.currentTarget.value)}
    />
  );
}

export function Progress({ share, label }: { share: number; label: string }) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return <progress class="progress" max={100} value={percent} aria-label={label} />;
}
