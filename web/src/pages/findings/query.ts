// The address' filter as a query of the API.
import type { paths } from "../../api/schema.gen";
import type { Filter } from "../../parts/useUrlFilter";

export const FILTER_NAMES = ["state", "rule", "provider", "person", "region", "certain", "from", "to", "net_at_least", "sort"] as const;
export type FindingQuery = NonNullable<paths["/api/findings"]["get"]["parameters"]["query"]>;

const PATTERNS: Record<string, RegExp> = {
  region: /^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$/,
  from: /^\d{4}-\d{2}-\d{2}$/,
  to: /^\d{4}-\d{2}-\d{2}$/,
  net_at_least: /^\d{1,15}(\.\d{1,2})?$/,
};

/** What is half typed is left out, so that nobody is told off while typing. */
export function queryOf(filter: Filter): FindingQuery {
  const query: Record<string, unknown> = {};
  for (const [name, values] of Object.entries(filter)) {
    const value = values[0];
    if (value === undefined || (PATTERNS[name] && !PATTERNS[name].test(value))) continue;
    query[name] = name === "state" ? values : value;
  }
  return query as FindingQuery;
}
