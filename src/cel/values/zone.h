// Time zones of the IANA database, read from TZif files (RFC 8536) as Debian's package tzdata has them.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "cel/value.h"

namespace qiuhao::cel {

inline constexpr const char* kZoneFolder = "/usr/share/zoneinfo";
inline constexpr std::size_t kMaxZoneBytes = 64 * 1024;  // of a file
inline constexpr std::size_t kMaxZoneName = 64;

class Zone {
 public:
  // Errors: bad_zone for a name that is none or a file that is no TZif; those of read_file.
  static Result<Zone> load(std::string_view name, const Path& folder = kZoneFolder);
  static Result<Zone> parse(std::string_view bytes);

  // Seconds east of UTC at a point in time.
  Seconds offset_at(Seconds utc) const;

 private:
  // One end of summer time, as POSIX's TZ variable has it: a day of each year, and the second of its local day.
  struct Change {
    enum class Form { month_week_day, day_without_leap, day_of_year } form = Form::month_week_day;
    std::array<int, 3> numbers{};
    Seconds second = 7200;
    Day day_in(int year) const;
  };
  struct Rule {
    Seconds standard = 0;
    Seconds summer = 0;
    bool has_summer = false;
    Change begin, end;
    Seconds offset_at(Seconds utc) const;
  };
  struct OffsetChange {
    Seconds at;
    Seconds offset;  // from then on
  };
  friend class RuleReader;
  friend class ZoneReader;

  std::vector<OffsetChange> changes_;  // by time
  Seconds first_ = 0;                  // before the first of them
  std::optional<Rule> after_;          // after the last
};

}  // namespace qiuhao::cel
