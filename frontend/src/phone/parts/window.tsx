/** A long list of which only what is on the screen exists: 4,000 households open as quickly as forty. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

interface Props<T> {
  rows: T[];
  /** How high a row is, in rem: all are the same, or they could not be placed without measuring. */
  height: number;
  keyOf: (row: T) => string;
  children: (row: T, place: { top: number; height: number; index: number }) => ComponentChildren;
  label: string;
}

const MORE = 6; // rows above and below the screen, so that a quick thumb meets no white

export function Window<T>({ rows, height, keyOf, children, label }: Props<T>) {
  const list = useRef<HTMLUListElement>(null);
  const [range, setRange] = useState<[number, number]>([0, 14]);
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 18;
  const tall = Math.round(height * rem);
  useLayoutEffect(() => {
    let waits = 0;
    const look = () => {
      waits = 0;
      const above = -(list.current?.getBoundingClientRect().top ?? 0);
      const first = Math.max(0, Math.floor(above / tall) - MORE);
      const last = Math.min(rows.length, Math.ceil((above + innerHeight) / tall) + MORE);
      setRange((before) => (before[0] === first && before[1] === last ? before : [first, last]));
    };
    const soon = () => {
      waits ||= requestAnimationFrame(look);
    };
    look();
    addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon);
    return () => {
      cancelAnimationFrame(waits);
      removeEventListener("scroll", soon);
      removeEventListener("resize", soon);
    };
  }, [rows, tall]);
  return (
    <ul class="rows window" ref={list} style={{ height: `${rows.length * tall}px` }} aria-label={label}>
      {rows.slice(range[0], range[1]).map((row, shown) => {
        const index = range[0] + shown;
        return (
          <li key={keyOf(row)} aria-setsize={rows.length} aria-posinset={index + 1}>
            {children(row, { top: index * tall, height: tall, index })}
          </li>
        );
      })}
    </ul>
  );
}
