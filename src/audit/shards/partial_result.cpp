// Findings, counts and sums of a shard, in the order in which docs/reference/partial-results.md lists them.
#include "audit/shards/partial_result.h"

namespace qiuhao::audit {
namespace {

void add_counts(ByteWriter& out, const std::map<std::string, std::size_t>& counts) {
  out.add_count(counts.size());
  for (const auto& [name, count] : counts) {
    out.add_text(name);
    out.add_count(count);
  }
}
std::map<std::string, std::size_t> get_counts(ByteReader& in) {
  std::map<std::string, std::size_t> counts;
  for (std::size_t left = in.get_count(16); left > 0; --left) {
    std::string name = in.get_text();
    counts[std::move(name)] = in.get<std::uint64_t>();
  }
  return counts;
}

void add_rule(ByteWriter& out, const RuleSummary& rule) {
  for (const std::size_t count : {rule.judged, rule.hits, rule.lines, rule.undecided}) out.add_count(count);
  add_counts(out, rule.undecided_by);
  add_counts(out, rule.excepted_by);
  out.add(rule.gross);
  out.add(rule.net);
}
void get_rule(ByteReader& in, RuleSummary& rule) {
  for (std::size_t* count : {&rule.judged, &rule.hits, &rule.lines, &rule.undecided}) *count = in.get<std::uint64_t>();
  rule.undecided_by = get_counts(in);
  rule.excepted_by = get_counts(in);
  rule.gross = in.get<Cents>();
  rule.net = in.get<Cents>();
}

void add_provider(ByteWriter& out, const ProviderSummary& provider) {
  out.add_text(provider.code);
  out.add_text(provider.name);
  out.add(provider.name_part);
  out.add_count(provider.lines_judged);
  out.add(provider.in_scope);
  out.add_count(provider.hits);
  out.add(provider.gross);
  out.add(provider.net);
}
void get_provider(ByteReader& in, ProviderSummary& provider) {
  provider.code = in.get_text();
  provider.name = in.get_text();
  provider.name_part = in.get<std::uint16_t>();
  provider.lines_judged = in.get<std::uint64_t>();
  provider.in_scope = in.get<Cents>();
  provider.hits = in.get<std::uint64_t>();
  provider.gross = in.get<Cents>();
  provider.net = in.get<Cents>();
}

void add_month(ByteWriter& out, const MonthSummary& month) {
  out.add_text(month.month);
  out.add_count(month.hits);
  out.add(month.net);
}
void get_month(ByteReader& in, MonthSummary& month) {
  month.month = in.get_text();
  month.hits = in.get<std::uint64_t>();
  month.net = in.get<Cents>();
}

void add_finding(ByteWriter& out, const Finding& finding) {
  out.add(finding.id.high);
  out.add(finding.id.low);
  out.add(finding.rule);
  out.add(finding.part);
  out.add(finding.row);
  out.add(finding.other);
  out.add(finding.point);
  out.add(finding.gross);
  out.add(finding.net);
}
void get_finding(ByteReader& in, Finding& finding) {
  finding.id.high = in.get<std::uint64_t>();
  finding.id.low = in.get<std::uint64_t>();
  finding.rule = in.get<rules::RuleIndex>();
  finding.part = in.get<std::uint16_t>();
  finding.row = in.get<RowIndex>();
  finding.other = in.get<RowIndex>();
  finding.point = in.get<rules::PointIndex>();
  finding.gross = in.get<Cents>();
  finding.net = in.get<Cents>();
}

void add_undecided(ByteWriter& out, const Undecided& undecided) {
  out.add(undecided.rule);
  out.add(undecided.part);
  out.add(undecided.row);
  out.add(undecided.other);
  out.add(undecided.point);
  out.add(undecided.reason);
}
void get_undecided(ByteReader& in, Undecided& undecided) {
  undecided.rule = in.get<rules::RuleIndex>();
  undecided.part = in.get<std::uint16_t>();
  undecided.row = in.get<RowIndex>();
  undecided.other = in.get<RowIndex>();
  undecided.point = in.get<rules::PointIndex>();
  undecided.reason = in.get<std::uint32_t>();
}

void add_cell(ByteWriter& out, const rules::PeerKey& key, const rules::PeerCell& cell) {
  out.add_count(key.group.size());
  for (const std::string& value : key.group) out.add_text(value);
  out.add_text(key.provider);
  out.add(key.month);
  out.add(cell.part);
  out.add(cell.provider_row);
  out.add(cell.line_row);
  out.add_count(cell.windows.size());
  for (const rules::PeerSum& sum : cell.windows) {
    out.add(sum.total);
    out.add(sum.whole);
    out.add(sum.largest);
    out.add(sum.n);
  }
}
void get_cell(ByteReader& in, std::map<rules::PeerKey, rules::PeerCell>& cells) {
  rules::PeerKey key;
  rules::PeerCell cell;
  key.group.resize(in.get_count(8));
  for (std::string& value : key.group) value = in.get_text();
  key.provider = in.get_text();
  key.month = in.get<Day>();
  cell.part = in.get<std::uint16_t>();
  cell.provider_row = in.get<RowIndex>();
  cell.line_row = in.get<RowIndex>();
  cell.windows.resize(in.get_count(48));
  for (rules::PeerSum& sum : cell.windows) {
    sum.total = in.get<__int128>();
    sum.whole = in.get<__int128>();
    sum.largest = in.get<std::int64_t>();
    sum.n = in.get<std::int64_t>();
  }
  cells.emplace(std::move(key), std::move(cell));
}

void add_sums(ByteWriter& out, const rules::PeerSums* sums) {
  out.add_count(sums == nullptr ? 0 : sums->rules.size());
  if (sums == nullptr) return;
  for (const auto& cells : sums->rules) {
    out.add_count(cells.size());
    for (const auto& [key, cell] : cells) add_cell(out, key, cell);
  }
}
std::shared_ptr<const rules::PeerSums> get_sums(ByteReader& in) {
  auto sums = std::make_shared<rules::PeerSums>();
  sums->rules.resize(in.get_count(8));
  for (auto& cells : sums->rules) {
    for (std::size_t left = in.get_count(38); left > 0; --left) get_cell(in, cells);
  }
  return sums;
}

template <typename Thing>
void add_all(ByteWriter& out, const std::vector<Thing>& things, void (*add)(ByteWriter&, const Thing&)) {
  out.add_count(things.size());
  for (const Thing& thing : things) add(out, thing);
}
// `least`: bytes that each has at least.
template <typename Thing>
void get_all(ByteReader& in, std::vector<Thing>& things, std::size_t least, void (*get)(ByteReader&, Thing&)) {
  things.resize(in.get_count(least));
  for (Thing& thing : things) get(in, thing);
}

}  // namespace

void add_result(ByteWriter& out, const AuditResult& result) {
  out.add(result.seconds);
  for (const std::size_t count : {result.people, result.visits, result.lines}) out.add_count(count);
  for (const Cents cents : {result.in_scope, result.gross, result.net}) out.add(cents);
  add_all(out, result.rules, add_rule);
  add_all(out, result.providers, add_provider);
  add_all(out, result.months, add_month);
  add_all(out, result.findings, add_finding);
  add_all<Blame>(out, result.blames, [](ByteWriter& to, const Blame& blame) {
    to.add(blame.begin);
    to.add(blame.count);
    to.add(blame.finding);
  });
  add_all<RowIndex>(out, result.blamed_lines, [](ByteWriter& to, const RowIndex& line) { to.add(line); });
  add_all<std::string>(out, result.reasons, [](ByteWriter& to, const std::string& text) { to.add_text(text); });
  add_all(out, result.undecided, add_undecided);
  add_sums(out, result.peer_sums.get());
}

void get_result(ByteReader& in, AuditResult& result) {
  result.seconds = in.get<double>();
  for (std::size_t* count : {&result.people, &result.visits, &result.lines}) *count = in.get<std::uint64_t>();
  for (Cents* cents : {&result.in_scope, &result.gross, &result.net}) *cents = in.get<Cents>();
  get_all(in, result.rules, 64, get_rule);
  get_all(in, result.providers, 58, get_provider);
  get_all(in, result.months, 24, get_month);
  get_all(in, result.findings, 48, get_finding);
  get_all<Blame>(in, result.blames, 16, [](ByteReader& from, Blame& blame) {
    blame.begin = from.get<std::uint64_t>();
    blame.count = from.get<std::uint32_t>();
    blame.finding = from.get<std::uint32_t>();
  });
  get_all<RowIndex>(in, result.blamed_lines, 4, [](ByteReader& from, RowIndex& line) { line = from.get<RowIndex>(); });
  get_all<std::string>(in, result.reasons, 8, [](ByteReader& from, std::string& text) { text = from.get_text(); });
  get_all(in, result.undecided, 20, get_undecided);
  result.peer_sums = get_sums(in);
}

}  // namespace qiuhao::audit
