// The pages about matters, as tabs.
import type { Texts } from "../../text";

export const mattersTabs = (t: Texts) => [
  { path: "/matters", label: t.nav.inbox },
  { path: "/matters/board", label: t.nav.board },
  { path: "/matters/calendar", label: t.nav.calendar },
  { path: "/matters/kinds", label: t.nav.kinds },
];
