// What was typed, once the typing has paused.
import { useEffect, useState } from "react";

export function useSlow(value: string): string {
  const [slow, setSlow] = useState(value);
  useEffect(() => {
    const waiting = setTimeout(() => setSlow(value), 300);
    return () => clearTimeout(waiting);
  }, [value]);
  return slow;
}
