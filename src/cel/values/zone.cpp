// Reading TZif files: a header and tables with 32-bit times, the same with 64-bit ones, and a rule for the time after.
#include "cel/values/zone.h"

#include <fmt/format.h>

#include <algorithm>

#include "cel/values/zone_rule.h"

namespace qiuhao::cel {
namespace {

constexpr std::size_t kHeaderBytes = 44;
constexpr Seconds kMostOffset = 26 * 3600;  // RFC 8536 asks for -25 to 26 hours

std::unexpected<Error> bad_zone(std::string_view name) {
  return input_error("bad_zone",
                     {fmt::format("{} is no time zone; write one such as Asia/Shanghai, UTC or +08:00", name),
                      fmt::format("{} 不是时区；请写 Asia/Shanghai、UTC 或 +08:00", name)});
}

bool is_zone_name(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '+' ||
           c == '-' || c == '/';
  };
  return !name.empty() && name.size() <= kMaxZoneName && name.front() != '/' && std::ranges::all_of(name, fits);
}

}  // namespace

class ZoneReader {
 public:
  explicit ZoneReader(std::string_view bytes) : rest_(bytes) {}

  // The tables are read when their times have 64 bits; older files have but the first.
  std::optional<Zone> read() {
    Header header;
    if (!read_header(header)) return std::nullopt;
    if (header.version < '2') return read_tables(header, 4) ? std::optional(std::move(zone_)) : std::nullopt;
    if (!skip(header.bytes(4)) || !read_header(header) || !read_tables(header, 8)) return std::nullopt;
    if (!rest_.starts_with('\n') || !rest_.ends_with('\n') || rest_.size() < 2) return std::nullopt;
    const std::string_view rule = rest_.substr(1, rest_.size() - 2);
    if (rule.empty()) return std::move(zone_);
    zone_.after_ = RuleReader(rule).read();
    return zone_.after_ ? std::optional(std::move(zone_)) : std::nullopt;
  }

 private:
  struct Header {
    char version = 0;
    std::size_t utc_marks = 0, standard_marks = 0, leaps = 0, times = 0, types = 0, letters = 0;
    std::size_t bytes(std::size_t time_bytes) const {
      return times * (time_bytes + 1) + types * 6 + letters + leaps * (time_bytes + 4) + standard_marks + utc_marks;
    }
  };

  bool skip(std::size_t count) {
    if (count > rest_.size()) return false;
    rest_.remove_prefix(count);
    return true;
  }

  // The big-endian number at an offset, which must be inside.
  std::int64_t number_at(std::size_t at, std::size_t bytes) const {
    std::uint64_t number = (static_cast<unsigned char>(rest_[at]) & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
    for (std::size_t i = 0; i < bytes; ++i) number = (number << 8) | static_cast<unsigned char>(rest_[at + i]);
    return static_cast<std::int64_t>(number);
  }

  bool read_header(Header& header) {
    if (rest_.size() < kHeaderBytes || !rest_.starts_with("TZif")) return false;
    header.version = rest_[4];
    std::size_t* const counts[] = {&header.utc_marks, &header.standard_marks, &header.leaps,
                                   &header.times,     &header.types,          &header.letters};
    for (std::size_t i = 0; i < std::size(counts); ++i) {
      const std::int64_t count = number_at(20 + 4 * i, 4);
      if (count < 0 || count > static_cast<std::int64_t>(kMaxZoneBytes)) return false;
      *counts[i] = static_cast<std::size_t>(count);
    }
    rest_.remove_prefix(kHeaderBytes);
    return header.types > 0;
  }

  bool read_tables(const Header& header, std::size_t time_bytes) {
    if (rest_.size() < header.bytes(time_bytes)) return false;
    const std::size_t indexes = header.times * time_bytes, types = indexes + header.times;
    const auto offset_of = [&](std::size_t type) { return number_at(types + 6 * type, 4); };
    for (std::size_t type = 0; type < header.types; ++type) {
      if (offset_of(type) < -kMostOffset || offset_of(type) > kMostOffset) return false;
    }
    zone_.first_ = offset_of(0);
    for (std::size_t i = 0; i < header.times; ++i) {
      const std::size_t type = static_cast<unsigned char>(rest_[indexes + i]);
      const Seconds at = number_at(i * time_bytes, time_bytes);
      if (type >= header.types || (i > 0 && at <= zone_.changes_.back().at)) return false;
      zone_.changes_.push_back({at, offset_of(type)});
    }
    return skip(header.bytes(time_bytes));
  }

  std::string_view rest_;
  Zone zone_;
};

Result<Zone> Zone::parse(std::string_view bytes) {
  std::optional<Zone> zone = ZoneReader(bytes).read();
  if (zone) return std::move(*zone);
  return input_error("bad_zone", Sentence{"the file is no time zone in the form TZif; install the package tzdata anew",
                                          "文件不是 TZif 格式的时区；请重新安装 tzdata"});
}

Result<Zone> Zone::load(std::string_view name, const Path& folder) {
  if (!is_zone_name(name)) return bad_zone(name);
  const Path file = folder / name;
  std::error_code failed;
  if (!std::filesystem::is_regular_file(file, failed)) return bad_zone(name);
  ASSIGN(const std::string bytes, read_file(file, kMaxZoneBytes));
  return parse(bytes);
}

Seconds Zone::offset_at(Seconds utc) const {
  const auto next = std::ranges::upper_bound(changes_, utc, {}, &OffsetChange::at);
  if (next == changes_.end() && after_) return after_->offset_at(utc);
  return next == changes_.begin() ? first_ : std::prev(next)->offset;
}

}  // namespace qiuhao::cel
