// A calm line at the top while the server cannot be reached; it goes by itself.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { connection } from "../api/connection";
import { useText } from "../text";

export function AwayBanner() {
  const t = useText().frame;
  const client = useQueryClient();
  const isAway = useSyncExternalStore(connection.watch, connection.isAway);
  useEffect(() => {
    if (!isAway) void client.invalidateQueries({ predicate: (query) => query.state.status === "error" });
  }, [isAway, client]);
  if (!isAway) return null;
  return (
    <div className="away" role="status">
      <strong>{t.awayTitle}</strong> <span>{t.away}</span> <span className="quiet">{t.awayRetry}</span>
    </div>
  );
}
