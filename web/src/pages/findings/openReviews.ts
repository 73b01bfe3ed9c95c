// Opens a review for each of some findings, in as many requests as the API wants (1,000 a request).
import { ask, freshKey } from "../../api/client";
import type { Finding, ManyReply, Opening } from "../../api/shapes";

export function openingOf(finding: Finding): Opening {
  return {
    kind: "finding_review",
    subject: finding.provider,
    region: finding.region,
    action: "register",
    fields: { finding: finding.id, rule: finding.rule, provider: finding.provider, amount: finding.net, patient: finding.person },
  };
}

export async function openReviews(findings: Finding[]): Promise<{ finding: Finding; reply: ManyReply }[]> {
  const told: { finding: Finding; reply: ManyReply }[] = [];
  for (let from = 0; from < findings.length; from += 1000) {
    const part = findings.slice(from, from + 1000);
    const { replies } = await ask("post", "/api/matters/bulk", { key: freshKey(), body: { openings: part.map(openingOf) } });
    part.forEach((finding, place) => replies[place] && told.push({ finding, reply: replies[place] }));
  }
  return told;
}
