/** A field to sign in with the finger. */

import { useEffect, useRef, useState } from "preact/hooks";
import { useApp } from "./app.ts";
import { asBlob } from "./shrink.ts";
import { Button } from "./ui.tsx";

/** The field, white and empty, in the pixels of this screen. */
function wipe(canvas: HTMLCanvasElement): void {
  const brush = canvas.getContext("2d");
  if (!brush) {
    return;
  }
  canvas.width = canvas.clientWidth * devicePixelRatio;
  canvas.height = canvas.clientHeight * devicePixelRatio;
  // White, or a viewer with a dark ground shows dark on dark.
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.scale(devicePixelRatio, devicePixelRatio);
  Object.assign(brush, { lineWidth: 3, lineCap: "round", lineJoin: "round", strokeStyle: "#17222e" });
}

function stroke(canvas: HTMLCanvasElement, event: PointerEvent): void {
  const brush = canvas.getContext("2d");
  if (event.type === "pointerdown") {
    canvas.setPointerCapture(event.pointerId);
    brush?.beginPath();
    brush?.moveTo(event.offsetX, event.offsetY);
  }
  brush?.lineTo(event.offsetX, event.offsetY);
  brush?.stroke();
}

export function Signature({ onSign }: { onSign: (picture: Blob) => void }) {
  const { say } = useApp();
  const pad = useRef<HTMLCanvasElement>(null);
  const [isSigned, setSigned] = useState(false);
  const clear = () => {
    if (pad.current) {
      wipe(pad.current);
      setSigned(false);
    }
  };
  useEffect(clear, []);
  const draw = (event: PointerEvent) => {
    if (pad.current && event.buttons) {
      stroke(pad.current, event);
      setSigned(true);
    }
  };
  const keep = async () => {
    if (pad.current) {
      onSign(await asBlob(pad.current, "image/png"));
      clear();
    }
  };
  const label = say("sign_here");
  return (
    <>
      <canvas class="pad" ref={pad} role="img" aria-label={label} onPointerDown={draw} onPointerMove={draw} />
      <div class="pair">
        <Button onClick={clear} disabled={!isSigned}>
          {say("clear")}
        </Button>
        <Button kind="main" onClick={keep} disabled={!isSigned}>
          {say("keep_signature")}
        </Button>
      </div>
    </>
  );
}
