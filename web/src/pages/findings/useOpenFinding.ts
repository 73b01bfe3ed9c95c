// The finding in the reading pane; what the list knew of it shows at once.
import { useQuery } from "@tanstack/react-query";
import { ask } from "../../api/client";

export function useOpenFinding(id: string | null) {
  return useQuery({
    queryKey: ["finding", id],
    queryFn: () => ask("get", "/api/findings/{id}", { path: { id: id ?? "" } }),
    enabled: id !== null,
    staleTime: 5_000,
  });
}
