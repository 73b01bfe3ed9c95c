// Kinds that I may open a matter of: by the roles of their opening acts, and the roles that I hold.
import { useQueries } from "@tanstack/react-query";
import { ask } from "../../api/client";
import type { Kind, KindAction } from "../../api/shapes";
import { useWho } from "../../app/session";
import { useKinds } from "../matter/useMatter";

export interface Opener {
  kind: Kind;
  action: KindAction;
}

export function useOpeners(): Opener[] {
  const who = useWho();
  const kinds = useKinds().data ?? [];
  const held = who.roles.map((role) => role.role);
  const answers = useQueries({
    queries: kinds.map((kind) => ({
      queryKey: ["kind", kind.name, 0],
      queryFn: () => ask("get", "/api/kinds/{kind}", { path: { kind: kind.name }, query: {} }),
      staleTime: Infinity,
    })),
  });
  return answers.flatMap(({ data: kind }) =>
    kind ? kind.actions.filter((action) => action.opens && action.roles.some((role) => held.includes(role))).map((action) => ({ kind, action })) : [],
  );
}
