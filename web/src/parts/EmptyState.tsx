// Nothing here, and what to do about it.
import type { ReactNode } from "react";

export function EmptyState({ title, hint, children }: { title: string; hint?: string; children?: ReactNode }) {
  return (
    <div className="state">
      <svg width="72" height="44" viewBox="0 0 72 44" aria-hidden className="state-picture">
        <rect x="8" y="6" width="56" height="32" rx="5" fill="none" stroke="currentColor" strokeWidth="1.5" />
        <path d="M18 17h22M18 25h34" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeDasharray="4 4" />
      </svg>
      <h2>{title}</h2>
      {hint && <p>{hint}</p>}
      {children}
    </div>
  );
}
