// Closing, finding and verifying.
#include "documents/archive.h"

#include <fmt/format.h>

#include "documents/archive_rows.h"
#include "documents/tables.h"

namespace qiuhao::documents {
namespace {

using database::Parameter;
using database::Transaction;

constexpr int kTriesMost = 5;  // to be the one who takes a number
constexpr int kArchivesMost = 50'000;

std::unexpected<Error> wrong(std::string code, Sentence sentence) {
  return input_error(std::move(code), std::move(sentence));
}

// A `like` pattern for texts that hold these words.
std::string holding(std::string_view words) {
  std::string pattern = "%";
  for (const char c : words) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + "%";
}

struct Next {
  const RetentionTerm* term = nullptr;
  Day closed = kNoDay;
  ArchiveRow row;  // pattern, year, count
};

Result<Next> next_of(Transaction& transaction, const PaperDesk& desk, const ArchiveRules& rules,
                     const workflow::Matter& matter, Seconds at) {
  const workflow::Kind* kind = desk.kinds.find(matter.kind, matter.version);
  const auto state = kind == nullptr ? std::nullopt : workflow::find_named(kind->states, matter.state);
  if (!state || !kind->states[*state].is_final || matter.history.empty())
    return wrong("matter_is_open",
                 {"the matter has not come to its end; close it first", "事项尚未办结；办结后再归档"});
  if (!rules.kinds.contains(matter.kind))
    return wrong("no_term", {fmt::format("the rules of the archive do not say how long {} is kept", matter.kind),
                             fmt::format("归档规则没有规定 {} 的保管期限", matter.kind)});
  ASSIGN(const auto there, archives_where(transaction, desk.ring, "matter = ?", {matter.number}, 1));
  if (!there.empty())
    return wrong("archived_already", {fmt::format("it is in the archive as {}", there[0].archived.number),
                                      fmt::format("已归档，档号 {}", there[0].archived.number)});
  Next next;
  next.term = &rules.term_of(matter.kind);
  next.closed = day_of(matter.history.back().at);
  next.row.pattern = next.term->pattern;
  next.row.year = civil_from_day(day_of(at)).year;
  ASSIGN(const auto rows, transaction.query("select coalesce(max(count), 0) from documents_archives where pattern = ? "
                                            "and year = ?",
                                            {next.row.pattern, next.row.year}, {database::Kind::number}));
  next.row.count = rows.at(0).number(0) + 1;
  ASSIGN(const auto pattern, casework::NumberPattern::parse(next.row.pattern));
  next.row.archived.number = pattern.number(next.row.year, next.row.count);
  return next;
}

}  // namespace

Result<ArchiveStore> ArchiveStore::open(const PaperDesk& desk, const ArchiveRules& rules, const Path& folder) {
  TRY(migrate_tables(desk.database));
  ArchiveStore store(desk, rules, folder);
  TRY(store.take_away_disposed());
  return store;
}

Status ArchiveStore::tell(Transaction& transaction, const std::string& what, const Archived& archived,
                          const Clerk& clerk, std::string after, const std::string& why) const {
  database::Act act;
  act.at = clerk.at * database::kMicrosASecond;
  act.who = clerk.id;
  act.where_from = clerk.where_from;
  act.what = what;
  act.subject = fmt::format("{}/archive", archived.matter);
  act.after = std::move(after);
  if (!why.empty()) act.why = why;
  TRY(desk_->trail.append(transaction, act));
  return {};
}

Result<CaseCover> ArchiveStore::next_cover(const workflow::Matter& matter, Seconds at) const {
  CaseCover cover;
  TRY(desk_->database.read([&](Transaction& transaction) -> Status {
    ASSIGN(const Next next, next_of(transaction, *desk_, *rules_, matter, at));
    cover = {next.row.archived.number, next.term->title.chinese};
    return {};
  }));
  return cover;
}

Result<Archived> ArchiveStore::close(const workflow::Matter& matter, const PaperStore& papers,
                                     const AttachmentStore& attachments, const Clerk& clerk) const {
  for (int tries = 0; tries < kTriesMost; ++tries) {
    ASSIGN(const CaseCover cover, next_cover(matter, clerk.at));
    ASSIGN(const CaseFile made, make_case_file(*desk_, papers, attachments, matter, {}, cover));
    auto archived = close_with(matter, made, cover.archive_number, clerk);
    if (archived || archived.error().code != "number_taken") return archived;
  }
  return system_error("archive_busy", "others are archiving at the same time; try again");
}

Result<Archived> ArchiveStore::close_with(const workflow::Matter& matter, const CaseFile& made,
                                          const std::string& number, const Clerk& clerk) const {
  ASSIGN(const std::string hash, files_.keep(made.pdf));
  ArchiveRow row;
  TRY(desk_->database.write([&](Transaction& transaction) -> Status {
    ASSIGN(Next next, next_of(transaction, *desk_, *rules_, matter, clerk.at));
    if (next.row.archived.number != number)
      return wrong("number_taken", {"the number was taken by another case file", "该档号已被占用"});
    row = std::move(next.row);
    const workflow::Kind* kind = desk_->kinds.find(matter.kind, matter.version);
    row.archived = {0,
                    number,
                    matter.number,
                    matter.kind,
                    kind->title.chinese,
                    matter.subject,
                    matter.region,
                    next.closed,
                    next.term->name,
                    ArchiveRules::last_day(*next.term, next.closed),
                    hash,
                    made.pages,
                    static_cast<int>(made.items.size()),
                    clerk.id,
                    clerk.at};
    TRY(insert_archive(transaction, desk_->ring, row));
    return tell(transaction, "archive_closed", row.archived, clerk,
                fmt::format(R"({{"number":"{}","term":"{}","until":"{}","pages":{},"sha256":"{}"}})", number,
                            row.archived.term, format_day(row.archived.until), made.pages, hash));
  }));
  return row.archived;
}

Result<Archived> ArchiveStore::find(std::string_view number) const {
  ArchiveRow row;
  TRY(desk_->database.read([&](Transaction& transaction) -> Status {
    ASSIGN(row, archive_named(transaction, desk_->ring, number));
    return {};
  }));
  return row.archived;
}

Result<std::string> ArchiveStore::read(std::string_view number) const {
  ASSIGN(const Archived archived, find(number));
  if (!archived.is_disposed) return files_.read(archived.hash);
  return fail(was_disposed(archived.number));
}

Result<std::vector<Archived>> ArchiveStore::search(const ArchiveFilter& filter, int most) const {
  std::string condition = "1 = 1";
  std::vector<Parameter> values;
  const auto add = [&](std::string_view more, std::initializer_list<Parameter> given) {
    condition += fmt::format(" and {}", more);
    values.insert(values.end(), given);
  };
  const std::string words = holding(filter.words);
  if (!filter.words.empty())
    add(R"((number like ? escape '\' or matter like ? escape '\' or subject like ? escape '\'))",
        {words, words, words});
  if (!filter.kind.empty()) add("kind = ?", {filter.kind});
  std::string regions;
  for (const std::string& region : filter.regions) {
    regions += fmt::format("{}region like ? escape '\\'", regions.empty() ? "" : " or ");
    values.emplace_back(holding(region).substr(1));
  }
  if (!regions.empty()) condition += fmt::format(" and ({})", regions);
  if (filter.closed_from != kNoDay) add("closed >= ?", {filter.closed_from});
  if (filter.closed_to != kNoDay) add("closed <= ?", {filter.closed_to});
  if (filter.after > 0) add("serial > ?", {filter.after});
  if (filter.over_on != kNoDay) add("until_day < ?", {filter.over_on});
  std::vector<Archived> found;
  TRY(desk_->database.read([&](Transaction& transaction) -> Status {
    ASSIGN(auto rows, archives_where(transaction, desk_->ring, condition, values, most));
    for (ArchiveRow& row : rows) found.push_back(std::move(row.archived));
    return {};
  }));
  return found;
}

Result<std::vector<Error>> ArchiveStore::verify() const {
  std::vector<Error> errors;
  std::vector<ArchiveRow> rows;
  const Status read = desk_->database.read([&](Transaction& transaction) -> Status {
    ASSIGN(rows, archives_where(transaction, desk_->ring, "1 = 1", {}, kArchivesMost));
    TRY(loans_where(transaction, desk_->ring, "1 = 1", {}));
    TRY(loan_requests_where(transaction, desk_->ring, "1 = 1", {}));
    TRY(disposals_where(transaction, desk_->ring, "1 = 1", {}));
    return {};
  });
  if (!read && read.error().code != "damaged_archive") return fail(read.error());
  if (!read) errors.push_back(read.error());
  std::int64_t last = 0;
  for (const ArchiveRow& row : rows) {
    if (row.serial != last + 1)
      errors.push_back({Fault::system,
                        "no_archive",
                        fmt::format("rows before {} are gone; restore them from a backup", row.archived.number),
                        {},
                        fmt::format("{} 之前的档案记录缺失；请从备份恢复", row.archived.number)});
    last = row.serial;
    const auto file = row.archived.is_disposed ? Result<std::string>("") : files_.read(row.archived.hash);
    if (!file) errors.push_back(file.error());
  }
  return errors;
}

}  // namespace qiuhao::documents
