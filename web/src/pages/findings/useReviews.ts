// Opening reviews from the list: rows change in place, so that the list stays where it is.
import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useState } from "react";
import type { Finding } from "../../api/shapes";
import type { Page } from "../../parts/usePagedRows";
import { titleOf, useText } from "../../text";
import { openReviews } from "./openReviews";

export function useReviews() {
  const t = useText().findings;
  const client = useQueryClient();
  const { message } = App.useApp();
  const [isBusy, setIsBusy] = useState(false);

  /** Gives a sentence for each review that was not opened. */
  const open = async (findings: Finding[]): Promise<string[]> => {
    setIsBusy(true);
    try {
      const told = await openReviews(findings);
      const opened = new Map(told.filter(({ reply }) => reply.outcome === "done").map(({ finding, reply }) => [finding.id, reply.number ?? ""]));
      const inReview = (row: Finding): Finding => (opened.has(row.id) ? { ...row, state: "in_review", matter: opened.get(row.id) ?? "" } : row);
      client.setQueriesData<Page<Finding>>({ queryKey: ["findings"] }, (page) => page && { ...page, rows: page.rows.map(inReview) });
      for (const finding of findings) client.setQueryData<Finding>(["finding", finding.id], (kept) => kept && inReview(kept));
      client.removeQueries({ queryKey: ["matters"] });
      const refused = told.filter(({ reply }) => reply.outcome !== "done");
      const only = told.length === 1 && refused.length === 0 ? told[0]?.reply.number : undefined;
      if (only) void message.success(t.openedOne(only));
      else if (opened.size > 0) void message.success(t.openedMany(opened.size, refused.length));
      return refused.map(({ finding, reply }) => `${finding.rule_name} · ${finding.provider_name}: ${titleOf(reply.sentence)}`);
    } finally {
      setIsBusy(false);
    }
  };
  return { open, isBusy };
}
