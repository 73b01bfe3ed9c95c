// Reading diseases.csv, and finding names.
#include "knowledge/diseases.h"

#include <fmt/format.h>

#include <algorithm>

#include "knowledge/icd.h"
#include "knowledge/plain_text.h"
#include "knowledge/point_line.h"
#include "text/csv.h"

namespace qiuhao::knowledge {
namespace {

constexpr std::size_t kMostDiseases = 100'000;
constexpr std::size_t kMostNameBytes = 200;

std::optional<DiseaseUse> use_of(std::string_view word) {
  if (word.empty()) return DiseaseUse::asked;
  if (word == "alone") return DiseaseUse::alone;
  if (word == "open") return DiseaseUse::open;
  if (word == "part") return DiseaseUse::part;
  if (word == "skip") return DiseaseUse::skip;
  return std::nullopt;
}

Result<Disease> disease_of(const text::CsvRow& row, const Place& place) {
  Disease disease;
  disease.name = plain_text(row.fields[0]);
  if (disease.name.empty() || disease.name.size() > kMostNameBytes) {
    return input_error("bad_disease", fmt::format("a name has 1 to {} bytes", kMostNameBytes), place);
  }
  const auto use = use_of(row.fields[2]);
  if (!use) {
    return input_error(
        "bad_disease",
        fmt::format("'{}' is no use; leave it empty, or write alone, open, part or skip", row.fields[2].substr(0, 60)),
        place);
  }
  disease.use = *use;
  for (std::string& code : split_items(row.fields[1])) {
    if (!parse_icd_range(code)) {
      return input_error("bad_disease",
                         fmt::format("'{}' is no ICD-10 code or range; write C34 or E10-E14", code.substr(0, 60)),
                         place);
    }
    disease.icd.push_back(std::move(code));
  }
  const bool needs_codes = disease.use == DiseaseUse::asked || disease.use == DiseaseUse::alone;
  if (needs_codes == disease.icd.empty()) {
    return input_error(
        "bad_disease",
        needs_codes ? "a disease that is asked for needs its codes" : "open, part and skip have no codes", place);
  }
  return disease;
}

}  // namespace

Diseases::Diseases(std::vector<Disease> all) : all_(std::move(all)) {
  std::ranges::sort(all_, {}, &Disease::name);
  for (const Disease& disease : all_) longest_ = std::max(longest_, disease.name.size());
}

const Disease* Diseases::find_at(std::string_view text) const {
  for (std::size_t length = std::min(longest_, text.size()); length > 0; --length) {
    const auto found = std::ranges::lower_bound(all_, text.substr(0, length), {},
                                                [](const Disease& disease) { return std::string_view(disease.name); });
    if (found != all_.end() && found->name == text.substr(0, length)) return &*found;
  }
  return nullptr;
}

Result<Diseases> read_diseases(const Path& file) {
  ASSIGN(const std::string content, read_file(file));
  ASSIGN(const text::CsvTable table, text::parse_csv(content, file.string()));
  if (table.header != std::vector<std::string>{"term", "icd", "use"}) {
    return input_error("missing_column", "the header of diseases is term,icd,use", {file.string(), 1, 0, ""});
  }
  if (table.rows.size() > kMostDiseases) {
    return input_error("bad_disease", fmt::format("more than {} names", kMostDiseases), {file.string(), 0, 0, ""});
  }
  std::vector<Disease> all;
  for (const text::CsvRow& row : table.rows) {
    ASSIGN(Disease disease, disease_of(row, {file.string(), row.line, 0, ""}));
    all.push_back(std::move(disease));
  }
  Diseases diseases(std::move(all));
  const auto& sorted = diseases.all();
  const auto twice = std::ranges::adjacent_find(sorted, {}, &Disease::name);
  if (twice != sorted.end()) {
    return input_error("bad_disease", fmt::format("'{}' stands twice; keep one", twice->name),
                       {file.string(), 0, 0, ""});
  }
  return diseases;
}

}  // namespace qiuhao::knowledge
