// The matrix of roles and actions.
import { useQuery } from "@tanstack/react-query";
import { ask } from "../../api/client";

export function useRoles() {
  return useQuery({ queryKey: ["roles"], queryFn: () => ask("get", "/api/roles"), staleTime: 300_000 });
}
