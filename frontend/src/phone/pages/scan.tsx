/** Scan the code on a household's paper sheet and come to the household. Typing the number does the same. */

import { useEffect, useRef, useState } from "preact/hooks";
import { useApp } from "../parts/app.ts";
import { frameOf, openReader, type Reader } from "../parts/reading.ts";
import { Button, Field, Input, Notice, Page } from "../parts/ui.tsx";
import type { Phone } from "../types.ts";

const EVERY = 200; // milliseconds between two frames: an old phone keeps up

/** The household that a code names: by its number, its own or its task's; undefined when it is not on this phone. */
async function householdOf(phone: Phone, code: string): Promise<string | undefined> {
  const wanted = code.trim().toLowerCase();
  const rows = await phone.list({ part: "all" });
  const isNamed = (key: string) =>
    key !== "" && (wanted === key.toLowerCase() || wanted.split(/[\s/#?&=:]+/).includes(key.toLowerCase()));
  return rows.find((row) => isNamed(row.no) || isNamed(row.uuid) || row.tasks.some((task) => isNamed(task.task)))?.uuid;
}

/** Opens the household that a code names, or says which code is unknown. */
function useCode() {
  const { phone, instead } = useApp();
  const [unknown, setUnknown] = useState("");
  const busy = useRef(false);
  const open = async (code: string) => {
    if (!code.trim() || busy.current) {
      return;
    }
    busy.current = true;
    const found = await householdOf(phone, code);
    busy.current = false;
    if (found) {
      instead("household", found);
    } else {
      setUnknown(code.trim());
    }
  };
  return { unknown, open };
}

export function ScanPage() {
  const { say } = useApp();
  const [typed, setTyped] = useState("");
  const { unknown, open } = useCode();
  const fault = unknown && say("scan_unknown", { code: unknown.slice(0, 40) });
  return (
    <Page title={say("scan")} back>
      <p>{say("scan_lead")}</p>
      <Camera onCode={open} />
      <form
        class="sheet"
        onSubmit={(event) => {
          event.preventDefault();
          void open(typed);
        }}
      >
        <Field id="number" label={say("scan_number")} fault={fault}>
          <Input id="number" value={typed} onText={setTyped} />
        </Field>
        <Button type="submit">{say("open")}</Button>
      </form>
    </Page>
  );
}

/** Looks at frames of the camera until it is ended; `onOff` when there is no camera to look through. */
function watch(video: () => HTMLVideoElement | null, onCode: (code: string) => void, onOff: () => void): () => void {
  let stream: MediaStream | undefined;
  let clock = 0;
  let isOver = false;
  const canvas = document.createElement("canvas");
  const look = async (read: Reader) => {
    const seen = video();
    if (seen && seen.videoWidth > 0) {
      const code = await read(frameOf(seen, seen.videoWidth, seen.videoHeight, canvas)).catch(() => "");
      if (code) {
        onCode(code);
      }
    }
    if (!isOver) {
      clock = setTimeout(() => void look(read), EVERY) as unknown as number;
    }
  };
  const start = async () => {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    const shown = video();
    if (isOver || !shown) {
      stop(stream);
      return;
    }
    shown.srcObject = stream;
    await shown.play();
    await look(await openReader());
  };
  start().catch(onOff);
  return () => {
    isOver = true;
    clearTimeout(clock);
    stop(stream);
  };
}

export function Camera({ onCode }: { onCode: (code: string) => void }) {
  const { say } = useApp();
  const video = useRef<HTMLVideoElement>(null);
  const [isOff, setOff] = useState(false);
  useEffect(
    () =>
      watch(
        () => video.current,
        onCode,
        () => setOff(true),
      ),
    [],
  );
  if (isOff) {
    return <Notice tone="warn">{say("no_camera")}</Notice>;
  }
  return <video class="camera" ref={video} muted playsInline aria-label={say("camera")} />;
}

function stop(stream: MediaStream | undefined) {
  for (const track of stream?.getTracks() ?? []) {
    track.stop();
  }
}
