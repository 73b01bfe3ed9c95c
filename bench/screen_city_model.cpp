// The provider model on simulated cities: trained on providers of some, held against those of others that it has not
// seen. A provider is positive when it took part in a scheme at or beyond what inspections object to.
#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <set>

#include "bench.h"
#include "detection_tally.h"
#include "screening/learning/provider_scores.h"
#include "simulate/city.h"
#include "text/csv.h"

namespace qiuhao::bench {
namespace {

constexpr std::uint64_t kFirstSeed = 8'001;
constexpr std::string_view kFindings = "findings";  // the first column that an audit gives

struct CityTable {
  std::string header;
  std::string rows;
  std::vector<std::string> of_findings;  // columns that findings give
  std::size_t providers = 0;
  std::size_t positives = 0;
};

Result<std::set<std::string>> providers_of_schemes(const Path& truth) {
  ASSIGN(const text::CsvTable table, text::read_csv(truth));
  const auto column = [&](std::string_view name) { return *table.find_column(name); };
  std::set<std::string> providers;
  for (const text::CsvRow& row : table.rows) {
    if (row.fields[column("claimed")] == "1" && std::stoi(row.fields[column("intensity")]) >= kBandBegins[1])
      providers.insert(row.fields[column("provider")]);
  }
  return providers;
}

// Adds the features of a city's providers with their labels; codes repeat from city to city, ids do not.
Status add_city(const Setting& setting, std::uint64_t seed, CityTable& all) {
  const Path folder = setting.data / "model-city", workspace = setting.data / "model-workspace";
  std::filesystem::remove_all(workspace);
  simulate::CityOptions options;
  options.directory = folder;
  options.people = setting.small ? 2'000 : 20'000;
  options.provider_times = setting.small ? 50 : 25;
  options.schemes = simulate::SchemeLevel::bad;
  options.seed = seed;
  if (auto made = simulate::simulate_city(options); !made) return std::unexpected(made.error());
  const std::string program = (setting.program / "qiuhao").string(), city = workspace.string();
  const std::string features = (setting.data / "model-features.csv").string();
  TRY(run_program({program, "import", city, folder.string()}));
  TRY(run_program({program, "audit", city, "--format", "parquet"}));
  TRY(run_program({program, "screen", "features", city, "--findings", "latest", "--out", features}));
  ASSIGN(const auto positive, providers_of_schemes(folder / "truth_schemes.csv"));
  ASSIGN(const text::CsvTable table, text::read_csv(features));
  all.header = "id,label";
  all.of_findings.clear();
  for (const std::string& column : table.header) {
    all.header += "," + column;
    if (column == kFindings || !all.of_findings.empty()) all.of_findings.push_back(column);
  }
  all.header += "\n";
  const std::size_t name = *table.find_column("name");
  for (const text::CsvRow& row : table.rows) {
    const bool is_positive = positive.contains(row.fields[0]);
    all.rows += fmt::format("{}-{},{}", seed, row.fields[0], is_positive ? 1 : 0);
    for (std::size_t column = 0; column < row.fields.size(); ++column)
      all.rows += "," + (column == name ? std::string("-") : row.fields[column]);
    all.rows += "\n";
    ++all.providers;
    all.positives += is_positive ? 1 : 0;
  }
  return {};
}

Result<std::map<std::string, bool>> labels_of(const Path& file) {
  ASSIGN(const text::CsvTable table, text::read_csv(file));
  std::map<std::string, bool> labels;
  for (const text::CsvRow& row : table.rows) labels[row.fields[0]] = row.fields[1] == "1";
  return labels;
}

// Trained on one file without some columns, measured on the other.
Result<screening::MeasureValues> measure(const Path& train, const Path& test, std::vector<std::string> ignored) {
  ignored.insert(ignored.end(), {"provider", "name"});
  screening::TrainingOptions options;
  options.threads = 2;
  ASSIGN(const screening::TrainedModel trained,
         screening::train_provider_model(train, {"id", "label", ignored, {"level"}}, options));
  ASSIGN(const screening::ScoredTable scored, screening::score_table(trained.model, test, "id"));
  ASSIGN(const auto labels, labels_of(test));
  std::vector<screening::ScoredLabel> held_out;
  for (const screening::ProviderScore& score : scored.scores)
    held_out.push_back({score.probability, labels.at(score.id)});
  const auto measures = screening::measures_of(held_out);
  if (!measures) return input_error("one_class", "all providers of the cities held out are alike", {});
  return *measures;
}

}  // namespace

Result<std::vector<Measure>> screen_city_model(const Setting& setting) {
  TRY(make_folder(setting.data));
  const std::uint64_t cities = setting.small ? 1 : 5;  // to train on, and as many to hold out
  const Path files[] = {setting.data / "model-train.csv", setting.data / "model-test.csv"};
  CityTable tables[2];
  for (std::uint64_t number = 0; number < 2 * cities; ++number)
    TRY(add_city(setting, kFirstSeed + number, tables[number / cities]));
  for (std::size_t part = 0; part < 2; ++part)
    TRY(write_file_atomically(files[part], tables[part].header + tables[part].rows));
  const std::string what = fmt::format("{} providers to learn from, {} of {} held out took part in a scheme",
                                       tables[0].providers, tables[1].positives, tables[1].providers);
  std::vector<Measure> measures;
  for (const bool has_findings : {false, true}) {
    ASSIGN(const screening::MeasureValues values,
           measure(files[0], files[1], has_findings ? std::vector<std::string>() : tables[0].of_findings));
    for (std::size_t which = 0; which < screening::kMeasures; ++which) {
      measures.push_back(
          {fmt::format("screen-city-model-{}{}", screening::kMeasureNames[which], has_findings ? "-findings" : ""),
           values[which], "", what, values[which]});
    }
  }
  return measures;
}

}  // namespace qiuhao::bench
