// Files and issued documents of a matter.
import { useQuery } from "@tanstack/react-query";
import { ask } from "../../api/client";

export function useAttachments(number: string) {
  return useQuery({
    queryKey: ["attachments", number],
    queryFn: () => ask("get", "/api/matters/{number}/attachments", { path: { number } }),
    select: (got) => got.attachments,
  });
}

export function usePapers(number: string) {
  return useQuery({
    queryKey: ["papers", number],
    queryFn: () => ask("get", "/api/matters/{number}/papers", { path: { number } }),
    select: (got) => got.papers,
  });
}
