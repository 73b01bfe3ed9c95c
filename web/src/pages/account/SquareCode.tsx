// A square code (QR) drawn here, so that the secret goes to nobody else.
import qrcode from "qrcode-generator";
import { useMemo } from "react";

export function SquareCode({ value, label }: { value: string; label: string }) {
  const { path, size } = useMemo(() => {
    const code = qrcode(0, "M");
    code.addData(value);
    code.make();
    const count = code.getModuleCount();
    let drawn = "";
    for (let row = 0; row < count; ++row)
      for (let column = 0; column < count; ++column) if (code.isDark(row, column)) drawn += `M${column + 4} ${row + 4}h1v1h-1z`;
    return { path: drawn, size: count + 8 };
  }, [value]);
  return (
    <svg className="square-code" viewBox={`0 0 ${size} ${size}`} width={208} height={208} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
