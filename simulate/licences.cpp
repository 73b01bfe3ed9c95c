// Rights as rows of a table.
#include "simulate/licences.h"

#include "simulate/columns.h"
#include "simulate/table_writer.h"

namespace qiuhao::simulate {
namespace {

constexpr int kLastMonthOfJuniors = 6;  // of those who rotate
constexpr int kOftenOutdated = 5;       // one doctor in so many has an older version of a row
constexpr int kOftenRepeated = 7;

// GB/T 8561.
std::string_view title_of(int number) {
  switch (number) {
    case 0: return "231";
    case 1: return "232";
    case kAttending: return "233";
    case kJunior:
    case kNewcomer: return "234";
    default: return "233";
  }
}

struct Right {
  Day from = 0;
  std::optional<Day> to;
  int grade = 0;
};

// Of a doctor from `first` to `last`.
std::vector<Right> rights_of(int number, Day first, Day last) {
  if (number == kUnregistered) return {};
  if (number != kRotating) return {{first, std::nullopt, *antibiotic_right(number, first)}};
  std::vector<Right> rights;
  for (int year = civil_from_day(first).year; year <= civil_from_day(last).year; ++year) {
    const Day middle = day_from_civil({year, kLastMonthOfJuniors + 1, 1});
    rights.push_back({day_from_civil({year, 1, 1}), middle - 1, kUnrestricted});
    rights.push_back({middle, day_from_civil({year, 12, 31}), kSpecial});
  }
  return rights;
}

void write_right(TableWriter& table, const Provider& provider, Department department, int number, const Right& right,
                 bool outdated) {
  table.begin_row();
  table.text(licence_column("dr_codg"), provider.doctor(department, number).code);
  table.day(licence_column("begndate"), right.from);
  if (right.to) table.day(licence_column("enddate"), *right.to);
  table.text(licence_column("fixmedins_code"), provider.code);
  table.text(licence_column("drord_dr_profttl"), title_of(number));
  table.text(licence_column("dept_codg"), department_code(department));
  table.number(licence_column("antibiotic_grade"), outdated ? kWithoutAntibiotics : right.grade);
  table.text(licence_column("vali_flag"), "1");
  table.day(licence_column("updt_time"), right.from + (outdated ? 0 : 1));
  table.end_row();
}

}  // namespace

std::optional<int> antibiotic_right(int number, Day day) {
  switch (number) {
    case kJunior: return kUnrestricted;
    case kAttending: return kRestricted;
    case kRotating: return civil_from_day(day).month <= kLastMonthOfJuniors ? kUnrestricted : kSpecial;
    case kUnregistered: return std::nullopt;
    case kNewcomer: return kWithoutAntibiotics;
    default: return kSpecial;
  }
}

Result<std::int64_t> write_licences(const CityOptions& options, const Providers& providers) {
  ASSIGN(TableWriter table, TableWriter::create(options.directory, "licence", kLicenceColumns));
  // Stays may end after the last month, and people had doctors before the first.
  const Day first = day_from_civil({civil_from_day(options.first_day).year - 1, 1, 1});
  const Day last = options.first_day + (options.months + 12) * 31;
  int doctors = 0;
  providers.each([&](const Provider& provider) {
    if (provider.doctors.empty()) return;
    for (int place = 0; place < static_cast<int>(Department::kCount); ++place) {
      for (int number = 0; number < kDoctorsPerDepartment + kTraineesPerDepartment; ++number) {
        ++doctors;
        for (const Right& right : rights_of(number, first, last)) {
          const auto department = static_cast<Department>(place);
          const bool outdated = doctors % kOftenOutdated == 0;
          if (outdated && doctors % 2 == 0) write_right(table, provider, department, number, right, true);
          write_right(table, provider, department, number, right, false);
          if (doctors % kOftenRepeated == 0) table.repeat_row();
          if (outdated && doctors % 2 != 0) write_right(table, provider, department, number, right, true);
        }
      }
    }
  });
  TRY(table.finish());
  return table.bytes();
}

}  // namespace qiuhao::simulate
