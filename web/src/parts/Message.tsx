// What a matter told: the 32 digits of a finding are cut to eight, whole in the title.
import { Fragment } from "react";

const FINDING = /([0-9a-f]{32})/;

export function Message({ children }: { children: string }) {
  return (
    <>
      {children.split(FINDING).map((piece, place) =>
        FINDING.test(piece) ? <span key={place} className="mono" title={piece}>{piece.slice(0, 8)}…</span> : <Fragment key={place}>{piece}</Fragment>)}
    </>
  );
}
