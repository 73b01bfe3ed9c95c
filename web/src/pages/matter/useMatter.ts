// A matter and its kind, as they are asked for everywhere.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ask } from "../../api/client";

export function useMatter(number: string) {
  return useQuery({
    queryKey: ["matter", number],
    queryFn: () => ask("get", "/api/matters/{number}", { path: { number } }),
    staleTime: 2_000,
  });
}

export function useKind(kind: string | undefined, version?: number) {
  return useQuery({
    queryKey: ["kind", kind, version ?? 0],
    queryFn: () => ask("get", "/api/kinds/{kind}", { path: { kind: kind ?? "" }, query: version ? { version } : {} }),
    enabled: !!kind,
    staleTime: Infinity,
  });
}

export function useKinds() {
  return useQuery({ queryKey: ["kinds"], queryFn: () => ask("get", "/api/kinds"), staleTime: 300_000, select: (got) => got.kinds });
}

/** After an act: what was known of matters and findings is asked anew. */
export function useRefresh(): (number?: string) => Promise<void> {
  const client = useQueryClient();
  return async (number) => {
    client.removeQueries({ queryKey: ["matters"], type: "inactive" });
    client.removeQueries({ queryKey: ["findings"], type: "inactive" });
    const asked = ["counts", "notices", ...(number ? ["matter", "attachments", "papers"] : [])];
    await Promise.all(asked.map((name) => client.invalidateQueries({ queryKey: [name] })));
  };
}
