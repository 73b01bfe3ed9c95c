// Names for the server's shapes; all of them come from docs/reference/api.yaml.
import type { components } from "./schema.gen";

type Shapes = components["schemas"];

export type Title = Shapes["title"];
export type Who = Shapes["who"];
export type Finding = Shapes["finding"];
export type FindingState = Shapes["findingState"];
export type MatterLine = Shapes["matters"]["matters"][number];
export type Matter = Shapes["matter"];
export type MatterField = Matter["fields"][number];
export type Term = Matter["terms"][number];
export type Deed = Matter["history"][number];
export type Offer = Matter["offers"][number];
export type KindLine = Shapes["kinds"]["kinds"][number];
export type Kind = Shapes["kind"];
export type KindField = Kind["fields"][number];
export type KindAction = Kind["actions"][number];
export type Act = Shapes["act"];
export type Opening = Shapes["opening"];
export type Reply = Shapes["reply"];
export type ManyReply = Shapes["replies"]["replies"][number];
export type Attachment = Shapes["attachment"];
export type Paper = Shapes["paper"];
export type Notice = Shapes["notices"]["notices"][number];
export type User = Shapes["users"]["users"][number];
export type Grant = Shapes["grants"]["grants"][number];
export type Roles = Shapes["roles"];
export type TrailAct = Shapes["trail"]["acts"][number];
export type Verdict = Shapes["verdict"];
export type ProblemBody = Shapes["problem"];
