// Reading the table of contacts, and who shares one.
#include "screening/networks/contacts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

#include "claims/assembly/pseudonym.h"
#include "text/csv.h"

namespace qiuhao::screening {
namespace {

std::optional<ContactKind> kind_of(std::string_view word) {
  for (std::size_t kind = 0; kind < kContactKinds; ++kind) {
    if (word == kContactKindNames[kind] || word == kContactKindLabels[kind]) return static_cast<ContactKind>(kind);
  }
  return std::nullopt;
}

std::unexpected<Error> bad_kind(const std::string& word, const Place& place) {
  return input_error(
      "bad_kind",
      Sentence{fmt::format("'{}' is no kind of contact; write phone, address, bank or agent", word),
               fmt::format("“{}”不是联系方式种类；请写 phone 电话、address 住址、bank 银行账户或 agent 代办人", word)},
      place);
}

Status check_size(const text::CsvTable& table) {
  if (table.rows.size() <= kMaxContactRows) return {};
  return input_error("too_many_rows",
                     Sentence{fmt::format("has more than {} rows; part it by region", kMaxContactRows),
                              fmt::format("超过 {} 行；请分地区", kMaxContactRows)},
                     {table.file, 0, 0, ""});
}

Result<std::size_t> column_of(const text::CsvTable& table, std::string_view english, std::string_view chinese) {
  for (const std::string_view name : {english, chinese}) {
    if (const auto found = table.find_column(name)) return *found;
  }
  return input_error("missing_column",
                     Sentence{fmt::format("needs the columns person, kind and value; '{}' is missing", english),
                              fmt::format("要有列 person（参保人代号）、kind（种类）、value（值）；缺少“{}”", chinese)},
                     {table.file, 1, 0, ""});
}

// Whose column of people it is.
class PersonColumn {
 public:
  static Result<PersonColumn> of(const text::CsvTable& table, const Path& workspace) {
    PersonColumn column;
    if (!table.find_column("psn_no")) {
      ASSIGN(column.number_, column_of(table, "person", "参保人代号"));
      return column;
    }
    column.number_ = *table.find_column("psn_no");
    std::error_code ignored;
    if (!std::filesystem::exists(workspace / "secret/pseudonym.key", ignored)) {
      return input_error("no_key",
                         Sentence{"has the column psn_no, and the workspace has no key of pseudonyms; write a column "
                                  "person with the pseudonyms of the tape",
                                  "有列 psn_no，而工作区没有代号密钥；请用列 person 写参保人代号"},
                         {table.file, 1, 0, ""});
    }
    ASSIGN(column.pseudonyms_, claims::assembly::Pseudonyms::open(workspace));
    return column;
  }
  std::string pseudonym(const text::CsvRow& row) const {
    const std::string& cell = row.fields[number_];
    return pseudonyms_ ? pseudonyms_->of(cell) : cell;
  }

 private:
  std::size_t number_ = 0;
  std::optional<claims::assembly::Pseudonyms> pseudonyms_;
};

}  // namespace

Result<Contacts> read_contacts(const Path& file, const Path& workspace, const claims::Tape& tape,
                               const TapeVisits& visits) {
  ASSIGN(const text::CsvTable table, text::read_csv(file));
  TRY(check_size(table));
  ASSIGN(const PersonColumn person_column, PersonColumn::of(table, workspace));
  ASSIGN(const std::size_t kind_column, column_of(table, "kind", "种类"));
  ASSIGN(const std::size_t value_column, column_of(table, "value", "值"));
  Contacts contacts;
  std::map<std::pair<ContactKind, std::string>, std::vector<PersonNumber>> people;
  for (const text::CsvRow& row : table.rows) {
    const Place place{table.file, row.line, 0, ""};
    const auto kind = kind_of(row.fields[kind_column]);
    if (!kind) return bad_kind(row.fields[kind_column], place);
    const std::string& value = row.fields[value_column];
    if (value.size() > kMaxContactBytes) {
      return input_error("value_too_long",
                         Sentence{fmt::format("the value is longer than {} bytes; shorten it", kMaxContactBytes),
                                  fmt::format("值超过 {} 字节；请缩短", kMaxContactBytes)},
                         place);
    }
    ++contacts.rows;
    if (value.empty()) continue;
    const auto found = tape.find_person(person_column.pseudonym(row));
    if (found)
      people[{*kind, value}].push_back(visits.part_begins[found->part] + found->person);
    else
      ++contacts.unknown_people;
  }
  for (auto& [key, of] : people) {
    std::sort(of.begin(), of.end());
    of.erase(std::unique(of.begin(), of.end()), of.end());
    contacts.all.push_back({key.first, key.second, std::move(of)});
  }
  return contacts;
}

SharedContacts find_shared_contacts(const Contacts& contacts, const TapeVisits& visits,
                                    const SharedContactRules& rules) {
  std::vector<SharedContact> all;
  std::vector<Cents> funds[kContactKinds];
  for (const Contact& contact : contacts.all) {
    SharedContact shared{contact.kind, contact.value, contact.people, 0, 0};
    for (const PersonNumber person : contact.people) {
      shared.total += visits.bills[person].total;
      shared.fund += visits.bills[person].fund;
    }
    funds[static_cast<std::size_t>(contact.kind)].push_back(shared.fund);
    if (contact.people.size() > rules.people_above) all.push_back(std::move(shared));
  }
  SharedContacts found;
  for (std::size_t kind = 0; kind < kContactKinds; ++kind) {
    std::sort(funds[kind].rbegin(), funds[kind].rend());
    const auto top = static_cast<std::size_t>(std::ceil(rules.top_share * static_cast<double>(funds[kind].size())));
    if (top > 0) found.least_fund[kind] = funds[kind][top - 1];
    if (top == 0) found.least_fund[kind] = std::numeric_limits<Cents>::max();
  }
  for (SharedContact& shared : all) {
    const auto kind = static_cast<std::size_t>(shared.kind);
    ++found.shared[kind];
    if (shared.fund > 0 && shared.fund >= found.least_fund[kind]) found.contacts.push_back(std::move(shared));
  }
  std::stable_sort(found.contacts.begin(), found.contacts.end(), [](const SharedContact& a, const SharedContact& b) {
    return std::tuple(-a.fund, a.kind, a.value) < std::tuple(-b.fund, b.kind, b.value);
  });
  return found;
}

}  // namespace qiuhao::screening
