// Who is signed in, and what the roles of that person allow. What is not allowed is not shown.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { ask } from "../api/client";
import type { Who } from "../api/shapes";

export function useSession() {
  return useQuery({
    queryKey: ["session"],
    queryFn: () => ask("get", "/api/session", { isQuiet: true }),
    staleTime: Infinity,
  });
}

export const WhoContext = createContext<Who | null>(null);

export function useWho(): Who {
  const who = useContext(WhoContext);
  if (!who) throw new Error("a page that needs a person was drawn without one");
  return who;
}

/** Whether one of these actions is allowed somewhere. */
export function useMay(): (...actions: string[]) => boolean {
  const { actions } = useWho();
  return (...wanted) => wanted.some((action) => actions.includes(action));
}

export function isInstitution(who: Who): boolean {
  return who.organisation_kind === "hospital" || who.organisation_kind === "pharmacy";
}

export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await ask("delete", "/api/session", { isQuiet: true }).catch(() => undefined);
    client.clear();
    window.location.assign("/");
  };
}
