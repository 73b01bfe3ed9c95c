// The same texts in English.
import type { pagesZh } from "./pages.zh";

export const pagesEn: typeof pagesZh = {
  evidence: {
    why: "Why", whyHint: "Worked out anew with the rules and knowledge of the run. ✓ holds, ✕ does not; the value it met stands at the right.", roles: { let: "First", where: "Looked at when", when: "Found when", except: "Except", lines: "Lines", amount: "Amount" }, outcomes: { hit: "found", clear: "not found any more", excepted: "excepted", undecided: "undecided: something is missing" }, changedRule: "The rule was changed since the run; this is by the rule as it is now.",
    lines: "Claim lines", onlyBlamed: "Only blamed lines", blamed: "blamed", showAll: (n) => `Show all ${n} lines`, leftOut: (n) => `${n} more lines are not listed`, item: "Item", quantity: "Quantity", amount: "Amount", inScope: "In scope", noLines: "There are no lines to list",
    tape: "Visits", tapeHint: "Arrow keys go from visit to visit", visitsLeftOut: (n) => `${n} earlier visits are not listed`, subject: "this finding", visit: "Visit", days: (n) => `${n} days`, items: "Items", moreItems: (n) => `Show all ${n} items`, lineCount: (n) => `${n} lines`, goesOn: "goes on",
    cap: "Cap", capHint: "What these lines have in scope; no more is confirmed", taken: "Findings of the same lines", thisOne: "this one", fromHere: "from these lines", changes: "What would make it right", changesHint: "For checks and explanations; a change has to agree with the record.", exceptions: "Exceptions", facts: "Rule, knowledge and facts", windows: "Windows", nextOne: "Next", previousOne: "Previous",
  },
  overview: {
    title: "Overview", asOf: (at) => `as of ${at}`, region: "Region", allRegions: "All regions", from: "Claims from", to: "to", wall: "Wall", leaveWall: "Leave the wall", found: "Found", inReview: "Taken up", confirmed: "Confirmed", recovered: "Recovered", rejected: "Rejected", certain: "Certain", findings: (n) => `${n} findings`, funnel: "From found to recovered", funnelHint: "Net amounts. Recovered is what matters have posted, whatever the months.", trend: "By month", regions: "Regions compared", providers: "Providers with the most money", rules: "Rules with the most money", precision: "Confirmed share", precisionHint: "confirmed ÷ (confirmed + rejected)", noPrecision: "none decided", matters: "Matters", due: "Terms", overdue: "overdue", soon: "due within five working days", chart: "Chart", table: "Table", month: "Month", state: "State", count: "Count", states: "States of findings", empty: "No findings in this range", emptyHint: "Try another region or other months; before the first audit, run one and take its findings.", all: "All",
  },
  profiles: {
    provider: "Provider", person: "Insured person", rank: (place, of) => `number ${place} of ${of} by money found`, allFindings: "All findings", rules: "By rule", sex: "Sex", birth: "Born", type: "Kind of person", looked: "Every look stands in the audit trail: who, when, and at whom.", visits: "Visits", noVisits: "No visits", diagnosis: "Diagnosis", kind: "Kind", start: "From", end: "To", kinds: { hospital: "hospital", pharmacy: "pharmacy" }, asOf: "As of",
  },
  tips: {
    title: "Report misuse of the medical fund", lead: "Have you seen fraud or wrong charges? Tell us. What proves true is rewarded.", tabs: { give: "Report", look: "Progress", answers: "Questions" }, link: "Report misuse of the fund, or look up a report", signIn: "Staff sign-in",
    about: "Whom it is about", aboutHint: "Type at least two characters of the name and choose from the list", content: "What happened", contentHint: "When, where, who, how. The more exact, the easier to check.", how: "Your name", anonymous: "Without a name", named: "With a name", name: "Name", contact: "Telephone or another way to reach you", insider: "I work or worked there", submit: "Send the report",
    safe: "Your identity is protected", safeWords: ["Name and contact are sealed; only the keeper of identities can open them, and each opening is recorded.", "Those who handle the report do not see who you are. Your network address is not kept.", "Reports without a name are taken as well; number and query code show the progress and let you add material."],
    receipt: "Your report has arrived", number: "Number", code: "Query code", once: "The query code is shown this once and cannot be found again. Write it down, copy or print it now.", due: "Checked by", print: "Print", another: "Send another", toLook: "See the progress",
    look: "Look up", lookHint: "The number and query code that you were given.", state: "Now", received: "Received", result: "Result", reward: "Reward", claimUntil: "Claim it until", joined: "Joined to another report about the same thing, which now is", steps: "What was done", add: "Add words or files", addWords: "What you want to add", file: "Choose a file", fileHint: "Pictures, PDF, documents or text; ten files a report at most", send: "Send", added: "Added", over: "This report is concluded; nothing can be added.",
    answers: [
      ["What can be reported?", "Sham stays, invented charges, items billed as others, resold medicines, use of another person's card, and any other misuse of the medical fund."],
      ["May I leave my name out?", "Yes. Reports without a name are taken as well. Keep number and query code: they let you claim a reward."],
      ["Will my employer learn that it was me?", "No. Those who handle it see what was reported and nothing else. Do not write what gives you away, such as your post."],
      ["How long does it take?", "A day by which it is checked is told at once. Hard cases may be prolonged; the progress shows it."],
      ["How is a reward claimed?", "When money is recovered, a reward is approved by the rules. The progress then shows amount and last day; we call you, or you claim it by number and query code."],
      ["What if I am wrong?", "An honest report that turns out wrong has no consequences. Inventing facts against somebody has, by law."],
    ],
  },
  exceptions: { title: "Exceptions", hint: "A person, provider, item or rule is set aside for a term of claims. One proposes, another decides.", propose: "Propose an exception", kind: "Of what", kinds: { person: "person", provider: "provider", item: "item", rule: "rule" }, subject: "Code", subjectHint: "of a person the pseudonym, else the code", from: "Claims from", to: "to (last day)", reason: "Reason", states: { proposed: "proposed", approved: "approved", refused: "refused" }, over: "over", approve: "Approve", refuse: "Refuse", end: "End early", lastDay: "Last day", by: "Proposed by", decidedBy: "Decided by", done: "Done", empty: "No exceptions", emptyWaiting: "No exception waits", acts: "Acts" },
  services: { title: "Programs", hint: "Other systems use a key. It does what it was given and ends by itself. What wants two people or a code is never given to a program.", add: "Add a program", name: "Name", nameHint: "begins with a small letter, such as panel", organisation: "Code of its organisation", region: "Region", actions: "What it may do", to: "Good until", toHint: "within a year", key: "Key", once: "Shown this once. Give it to whoever keeps the system, not in code or by mail.", newKey: "New key", newKeyHint: "The old key opens nothing from now on.", end: "End", endHint: "It cannot be brought back.", ended: "ended", active: "good", state: "State", done: "Done", empty: "No programs yet", acts: "Acts" },
  start: {
    title: "First steps", menu: "First steps", lead: "Once through the demonstration city: from a finding to money recovered, in ten minutes. Each step says whose it is; sign in as another person to go on.", who: "By", go: "Go there", yours: "You can do this step", others: "Another role does this",
    steps: [
      ["Find a violation", "The list begins with the most money. j and k move, Enter opens.", "assigner, auditor", "/findings?state=open&certain=true"],
      ["See why", "The pane shows the blamed lines, the visits, the reasons, and what would make it right. Go on when you see it.", "whoever reads findings", "/findings?state=open&certain=true"],
      ["Send it to the hospital", "Open a review, then assign it to an auditor in its matter. The hospital is told, and has a term.", "assigner", "/matters?kind=finding_review&state=waiting"],
      ["The hospital explains", "Its first page lists what waits. It writes what happened, adds papers, and sends.", "officer of the institution", "/matters?kind=finding_review&state=explaining"],
      ["Examine, twice", "An auditor gives an opinion on the explanation; a second one checks it. They are never the same person.", "two auditors", "/matters?kind=finding_review&state=examining"],
      ["Decide", "The decider concludes, with a one-time code. When it is confirmed, a recovery opens by itself.", "decider", "/matters?kind=finding_review&state=deciding"],
      ["Recover", "The clerk sends the notice, the cashier enters the money, the chief checks and closes. Documents of all steps are in the matter.", "clerk, cashier, chief", "/matters?kind=recovery"],
      ["See the result", "Confirmed and recovered have changed in the overview; every figure opens what is behind it.", "whoever sees the overview", "/"],
    ],
  },
};
