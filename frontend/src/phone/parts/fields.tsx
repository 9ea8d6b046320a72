/** One question as a field: big choices, the keyboard that fits, and what was said last time. */

import { useState } from "preact/hooks";
import type { Json, Question } from "../types.ts";
import { either } from "../words/index.ts";
import { useApp } from "./app.ts";
import { Search } from "./search.tsx";
import { Button, Field, Input } from "./ui.tsx";
import { asTyped, clean, dayInWords, inWords } from "./values.ts";

interface Props {
  question: Question;
  /** As typed in the draft; undefined: not touched, then the recorded value counts. */
  typed: Json | undefined;
  before: Json | undefined;
  /** The register has an answer that a phone may not show. */
  isHidden: boolean;
  fault?: string;
  places: Map<string, string>;
  onType: (value: Json) => void;
}

const AS_BUTTONS = 8;

export function QuestionField(props: Props) {
  const { say, language } = useApp();
  const { question, typed, before, fault, places } = props;
  const id = question.key.replace(".", "-");
  const last = inWords(question, before, language, places);
  const isChanged =
    typed !== undefined && last !== "" && inWords(question, clean(question, typed).value, language, places) !== last;
  const codes = orderOf(question);
  const isChoice = codes.length > 0;
  const label = either(question.label, language);
  const hint = props.isHidden ? say("hidden_hint") : either(question.help, language);
  const was = isChanged && <p class="before">{say("last_time", { what: last })}</p>;
  if (isChoice && (codes.length <= AS_BUTTONS || question.kind === "multi_choice")) {
    return (
      <fieldset class={`field${fault ? " is-wrong" : ""}`} id={`at-${id}`}>
        <legend>
          {label}
          {question.required && <span class="must">{say("must")}</span>}
        </legend>
        {hint && <p class="hint">{hint}</p>}
        <Choices {...props} id={id} codes={codes} />
        {was}
        {fault && <p class="fault">{fault}</p>}
      </fieldset>
    );
  }
  return (
    <Field id={id} label={label} hint={hint} fault={fault} must={question.required}>
      {isChoice || question.kind === "division" ? <Found {...props} id={id} /> : <Typed {...props} id={id} />}
      {was}
    </Field>
  );
}

type Inner = Props & { id: string };

function Choices({ question, typed, before, onType, id, codes }: Inner & { codes: string[] }) {
  const { language } = useApp();
  const isMany = question.kind === "multi_choice";
  const value = typed === undefined ? before : typed;
  const chosen = new Set((Array.isArray(value) ? value : [value]).map(String));
  const choose = (code: string, isOn: boolean) => {
    if (!isMany) {
      onType(code);
      return;
    }
    onType(codes.filter((one) => (one === code ? isOn : chosen.has(one))));
  };
  const isShort = codes.length === 3 && codes.every((code) => either(question.codes?.[code], language).length <= 7);
  return (
    <div class={`choices${isShort ? " is-short" : ""}`}>
      {codes.map((code) => (
        <label class="choice" key={code}>
          <input
            type={isMany ? "checkbox" : "radio"}
            name={id}
            value={code}
            checked={chosen.has(code)}
            onChange={(event) => choose(code, event.currentTarget.checked)}
          />
          <span>{either(question.codes?.[code], language)}</span>
        </label>
      ))}
    </div>
  );
}

function orderOf(question: Inner["question"]): string[] {
  return question.order ?? Object.keys(question.codes ?? {});
}

/** A long list: what is chosen, and a field to look for another. */
function Found({ question, typed, before, places, onType, id, fault }: Inner) {
  const { language } = useApp();
  const value = typed === undefined ? before : typed;
  const options =
    question.kind === "division"
      ? [...places].map(([key, name]) => ({ key, name }))
      : orderOf(question).map((key) => ({ key, name: either(question.codes?.[key], language) }));
  const chosen = inWords(question, value, language, places);
  return <Search id={id} options={options} chosen={chosen} onChoose={onType} fault={fault} />;
}

const KEYBOARDS: Record<string, "numeric" | "decimal" | "tel"> = {
  date: "numeric",
  integer: "numeric",
  number: "decimal",
  money: "decimal",
  phone: "tel",
};

function Typed({ question, typed, before, onType, id, fault }: Inner) {
  const { say, language } = useApp();
  const [isLeft, setLeft] = useState(false);
  const text = typed === undefined ? asTyped(question, before) : String(typed ?? "");
  const read = clean(question, text);
  const own = read.why && isLeft ? say(read.why) : "";
  const longest = question.schema?.maxLength;
  return (
    <>
      <div class="with-act">
        <Input
          id={id}
          value={text}
          inputmode={KEYBOARDS[question.kind] ?? "text"}
          maxLength={typeof longest === "number" ? longest : undefined}
          placeholder={question.kind === "date" ? say("date_form") : undefined}
          onText={onType}
          onBlur={() => setLeft(true)}
          fault={fault || own}
        />
        {question.kind === "date" && text && !read.why && (
          <Button kind="quiet" onClick={() => onType("")}>
            {say("clear")}
          </Button>
        )}
      </div>
      {question.kind === "date" && text && !read.why && (
        <p class="before">{dayInWords(String(read.value), language)}</p>
      )}
      {own && !fault && <p class="fault">{own}</p>}
    </>
  );
}
