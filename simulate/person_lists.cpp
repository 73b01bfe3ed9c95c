// A row each; whoever is on no list has none.
#include "simulate/person_lists.h"

#include <filesystem>

#include "simulate/columns.h"

namespace qiuhao::simulate {
namespace {

constexpr std::array<std::string_view, kPersonLists> kNames = {"death", "custody", "assistance", "work_injury"};
constexpr Day kDecidedAfter = 40;

std::span<const std::string_view> columns_of(PersonList list) {
  switch (list) {
    case PersonList::death: return kDeathColumns;
    case PersonList::custody: return kCustodyColumns;
    case PersonList::assistance: return kAssistanceColumns;
    case PersonList::work_injury: return kWorkInjuryColumns;
  }
  return {};
}

}  // namespace

Result<PersonLists> PersonLists::create(const CityOptions& options) {
  PersonLists lists;
  for (std::size_t list = 0; list < kPersonLists; ++list) {
    if (!has_registers(options)) {
      std::error_code none;
      std::filesystem::remove(options.directory / (std::string(kNames[list]) + ".csv"), none);  // of an earlier city
      continue;
    }
    ASSIGN(TableWriter table,
           TableWriter::create(options.directory, kNames[list], columns_of(static_cast<PersonList>(list))));
    lists.tables_.push_back(std::move(table));
  }
  return lists;
}

void PersonLists::add(const Person& person, const ListedPerson& listed) {
  if (tables_.empty()) return;
  TableWriter& row = tables_[static_cast<std::size_t>(listed.list)];
  row.begin_row();
  row.text(death_column("psn_no"), person.number);
  row.text(death_column("psn_name"), person.name);
  switch (listed.list) {
    case PersonList::death:
      row.day(death_column("die_date"), listed.from);
      row.text(death_column("list_sorc"), "民政");
      break;
    case PersonList::custody:
      row.day(custody_column("begndate"), listed.from);
      if (listed.to) row.day(custody_column("enddate"), *listed.to);
      row.text(custody_column("list_sorc"), "司法");
      break;
    case PersonList::assistance:
      row.text(assistance_column("psn_idet_type"), listed.detail);
      row.day(assistance_column("begntime"), listed.from);
      if (listed.to) row.day(assistance_column("endtime"), *listed.to);
      break;
    case PersonList::work_injury:
      row.day(work_injury_column("injury_date"), listed.from);
      if (listed.to) row.day(work_injury_column("enddate"), *listed.to);
      row.day(work_injury_column("decision_date"), listed.from + kDecidedAfter);
      row.text(work_injury_column("diag_code"), listed.detail);
      break;
  }
  row.end_row();
}

Result<std::int64_t> PersonLists::finish() {
  std::int64_t bytes = 0;
  for (TableWriter& table : tables_) {
    TRY(table.finish());
    bytes += table.bytes();
  }
  return bytes;
}

}  // namespace qiuhao::simulate
