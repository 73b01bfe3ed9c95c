// An audit written a second time, plainly and apart from the generator: it reads the tables and the limits of
// policy/knowledge/starter.csv, applies the kinds as they are defined (truth_audit.h), and must find exactly truth.csv.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "simulate/city.h"
#include "simulate/truth_audit.h"

namespace qiuhao::simulate {
namespace {

// Words of constraints and the beginnings of the codes that they mean.
const std::vector<std::pair<std::string, std::string>> kCodes{{"肺癌", "C34"},
                                                              {"乳腺癌", "C50"},
                                                              {"银屑病", "L40"},
                                                              {"脊柱炎", "M45"},
                                                              {"2型糖尿病", "E11"},
                                                              {"1型糖尿病", "E10"},
                                                              {"阿尔茨海默", "F00"},
                                                              {"阿尔茨海默", "G30"},
                                                              {"黄斑变性", "H35.3"},
                                                              {"心绞痛", "I20"},
                                                              {"冠心病", "I20"},
                                                              {"冠心病", "I25"},
                                                              {"哮喘", "J45"},
                                                              {"糖尿病", "E10"},
                                                              {"糖尿病", "E11"},
                                                              {"糖尿病", "E12"},
                                                              {"糖尿病", "E13"},
                                                              {"糖尿病", "E14"},
                                                              {"突发性耳聋", "H91.2"},
                                                              {"冠心病", "I21"},
                                                              {"冠心病", "I22"},
                                                              {"冠心病", "I23"},
                                                              {"冠心病", "I24"},
                                                              {"过敏性鼻炎", "J30"},
                                                              {"哮喘", "J46"},
                                                              {"慢性乙型肝炎", "B18"},
                                                              {"骨关节炎", "M15"},
                                                              {"骨关节炎", "M16"},
                                                              {"骨关节炎", "M17"},
                                                              {"骨关节炎", "M18"},
                                                              {"骨关节炎", "M19"},
                                                              {"前列腺增生", "N40"},
                                                              {"前列腺癌", "C61"},
                                                              {"甲状旁腺功能亢进", "E21"},
                                                              {"甲状旁腺功能亢进", "N25.8"},
                                                              {"骨质疏松", "M80"},
                                                              {"骨质疏松", "M81"},
                                                              {"骨质疏松", "M82"},
                                                              {"腰椎间盘突出", "M51"},
                                                              {"支气管扩张", "J47"},
                                                              {"白癜风", "L80"},
                                                              {"心力衰竭", "I50"},
                                                              {"心力衰竭", "I11.0"},
                                                              {"心力衰竭", "I13.0"},
                                                              {"心力衰竭", "I13.2"},
                                                              {"视网膜病变", "H36.0"},
                                                              {"抑郁", "F32"},
                                                              {"抑郁", "F33"},
                                                              {"失眠", "F51.0"},
                                                              {"失眠", "G47.0"},
                                                              {"青光眼", "H40"},
                                                              {"青光眼", "H41"},
                                                              {"青光眼", "H42"},
                                                              {"心肌梗死", "I21"},
                                                              {"心肌梗死", "I22"},
                                                              {"起搏器", "Z95.0"},
                                                              {"妊娠", "O"},
                                                              {"妊娠", "Z33"},
                                                              {"妊娠", "Z34"},
                                                              {"妊娠", "Z35"},
                                                              {"哺乳", "O92"},
                                                              {"哺乳", "Z39"}};

class Audit {
 public:
  Audit(const std::vector<Point>& points, Found& found) : points_(points), found_(found) {
    for (const Point& point : points_) {
      for (const std::string& item : point.items) {
        by_item_[item].insert(&point);
        if (point.kind == 14) singles_.insert(item);
      }
    }
  }

  void run(const Stays& stays) {
    for (const auto& [number, stay] : stays) {
      std::set<const Point*> met;
      for (const Claim& line : stay.lines) {
        const auto points = by_item_.find(line.item);
        if (points == by_item_.end()) continue;
        for (const Point* point : points->second) {
          if (line.day < point->from) continue;
          judge_line(*point, stay, line);
          met.insert(point);
        }
      }
      for (const Point* point : met) judge_visit(*point, stay);
    }
  }

 private:
  static bool outside_age(const std::string& text, const Stay& stay, Day day) {
    const int age = age_years(stay.born, day);
    int low = 0;
    int high = 0;
    const std::size_t digit = text.find_first_of("0123456789");
    if (digit == std::string::npos) return age >= 18;
    EXPECT_EQ(std::sscanf(text.c_str() + digit, "%d-%d", &low, &high), 2) << text;
    return age < low || age > high;
  }

  static bool mode_allowed(const std::string& text, const std::string& medical_type) {
    const int type = std::stoi(medical_type);
    if (type == 13) return contains(text, "急诊");
    if ((type >= 21 && type <= 28) || type == 52) return contains(text, "住院");
    return false;
  }

  static bool has_indication(const std::string& text, const std::vector<std::string>& diagnoses) {
    for (const auto& [name, code] : kCodes) {
      for (const std::string& diagnosis : diagnoses) {
        const bool is_other = name == "糖尿病" && (contains(text, "2型") || contains(text, "1型"));
        if (contains(text, name) && !is_other && diagnosis.starts_with(code)) return true;
      }
    }
    return false;
  }

  // Kinds 27 to 37: what the diagnoses or the age forbid or ask for.
  static bool is_against_medicine(const Point& point, const Stay& stay, const Claim& line) {
    const std::string& text = point.constraint;
    const int age = age_years(stay.born, line.day);
    switch (point.kind) {
      case 33:
      case 34:
      case 35: return has_indication(text, stay.diagnoses);
      case 36: return age >= 65;
      case 37: return age < (contains(text, "8岁") ? 9 : contains(text, "12岁") ? 13 : 18);
      default: return !has_indication(text, stay.diagnoses);
    }
  }

  void judge_line(const Point& point, const Stay& stay, const Claim& line) {
    const std::string& text = point.constraint;
    const bool in_scope = line.in_scope > 0;
    bool wrong = false;
    switch (point.kind) {
      case 1:
      case 2: wrong = (stay.sex == "1" || stay.sex == "2") && stay.sex != (contains(text, "女性") ? "2" : "1"); break;
      case 3:
      case 4: wrong = outside_age(text, stay, line.day); break;
      case 5: wrong = in_scope && outside_age(text, stay, line.day); break;
      case 16:
      case 19:
      case 24: wrong = in_scope && line.day - stay.born > 28; break;
      case 20:
      case 23:
      case 25: wrong = in_scope && outside_age(text, stay, line.day); break;
      case 26:
        wrong = in_scope && (stay.sex == "1" || stay.sex == "2") && stay.sex != (contains(text, "女性") ? "2" : "1");
        break;
      case 22:
      case 6: wrong = in_scope && stay.level() < (contains(text, "三级") ? 3 : 2); break;
      case 21:
      case 7: wrong = in_scope && !mode_allowed(text, stay.medical_type); break;
      case 17:
      case 8:
      case 13: wrong = in_scope; break;
      case 18:
      case 9:
        wrong = in_scope && stay.insurance != "510" && stay.medical_type[0] != '\0' &&
                !(stay.medical_type.starts_with("51") || stay.medical_type.starts_with("52"));
        break;
      case 15: wrong = in_scope && !has_indication(text, stay.diagnoses); break;
      default: break;
    }
    if (point.kind >= 27 && point.kind <= kFirstKinds) wrong = in_scope && is_against_medicine(point, stay, line);
    if (wrong) found_.hit(point, line, line.in_scope);
  }

  void judge_visit(const Point& point, const Stay& stay) {
    switch (point.kind) {
      case 10: judge_course(point, stay); break;
      case 11: judge_pair(point, stay); break;
      case 12: judge_frequency(point, stay); break;
      case 14: judge_single_herbs(point, stay); break;
      default: break;
    }
  }

  void judge_course(const Point& point, const Stay& stay) {
    int most = 0;
    ASSERT_EQ(std::sscanf(point.constraint.c_str(), "支付不超过%d天", &most), 1);
    std::set<Day> days;
    for (const Claim& line : stay.lines) {
      if (point.holds(line.item) && line.quantity > 0) days.insert(line.day);
    }
    for (const Claim& line : stay.lines) {
      if (!point.holds(line.item) || line.quantity <= 0 || line.in_scope <= 0) continue;
      const auto earlier = std::distance(days.begin(), days.find(line.day));
      if (earlier >= most) found_.hit(point, line, line.in_scope);
    }
  }

  void judge_pair(const Point& point, const Stay& stay) {
    for (const Claim& part : stay.lines) {
      if (part.item != point.items[1] || part.quantity <= 0 || part.in_scope <= 0) continue;
      const bool beside = std::any_of(stay.lines.begin(), stay.lines.end(), [&](const Claim& whole) {
        return whole.item == point.items[0] && whole.quantity > 0 && whole.day == part.day;
      });
      if (beside) found_.hit(point, part, part.in_scope);
    }
  }

  void judge_frequency(const Point& point, const Stay& stay) {
    const std::int64_t most = (point.constraint == "小时" ? 24 : 1) * 100;
    std::vector<Claim> lines;
    std::int64_t total = 0;
    for (const Claim& line : stay.lines) {
      if (!point.holds(line.item)) continue;
      total += line.quantity;
      if (line.quantity > 0) lines.push_back(line);
    }
    if (total <= most * (stay.end - stay.begin + 1)) return;
    std::sort(lines.begin(), lines.end(),
              [](const Claim& a, const Claim& b) { return a.time != b.time ? a.time < b.time : a.number < b.number; });
    std::map<Day, std::int64_t> before;
    for (const Claim& line : lines) {
      const std::int64_t over = std::min(line.quantity, before[line.day] + line.quantity - most);
      before[line.day] += line.quantity;
      if (over <= 0) continue;
      // Half away from zero, by doubling: floor((2ab + c) / 2c) for what is not negative.
      found_.hit(point, line, (2 * line.in_scope * over + line.quantity) / (2 * line.quantity));
    }
  }

  void judge_single_herbs(const Point& point, const Stay& stay) {
    for (const Claim& line : stay.lines) {
      if (!point.holds(line.item) || line.in_scope <= 0 || line.prescription.empty()) continue;
      const bool all = std::all_of(stay.lines.begin(), stay.lines.end(), [&](const Claim& other) {
        return other.prescription != line.prescription || other.list_type != "102" || other.quantity <= 0 ||
               singles_.contains(other.item);
      });
      if (all) found_.hit(point, line, line.in_scope);
    }
  }

  const std::vector<Point>& points_;
  std::map<std::string, std::set<const Point*>> by_item_;
  std::set<std::string> singles_;
  Found& found_;
};

void expect_truth(const CityOptions& options) {
  const auto summary = simulate_city(options);
  ASSERT_TRUE(summary) << summary.error().text();
  Found::Rows truth;
  for (const Row& row : read_table(options.directory / "truth.csv")) {
    if (std::stoi(row.at("kind")) > kFirstKinds + kPolicyKinds) continue;  // held against the SQL of tests/oracle
    truth.insert(row.at("kind") + " " + row.at("line") + " " + row.at("amount"));
  }
  const std::vector<Point> points = read_points();
  const Stays stays = read_stays(options.directory);
  Found audited;
  Audit(points, audited).run(stays);
  audit_policy(points, stays, audited);
  const Found::Rows& found = audited.rows();

  Found::Rows missed;
  Found::Rows invented;
  std::set_difference(truth.begin(), truth.end(), found.begin(), found.end(), std::inserter(missed, missed.end()));
  std::set_difference(found.begin(), found.end(), truth.begin(), truth.end(), std::inserter(invented, invented.end()));
  EXPECT_EQ(missed, Found::Rows{}) << "in truth.csv and not found";
  EXPECT_EQ(invented, Found::Rows{}) << "found and not in truth.csv";
}

TEST(Truth, APlainAuditFindsExactlyWhatWasPlanted) {
  for (const std::uint64_t seed : {1u, 20'260'101u}) {
    const TestFolder folder("truth");
    expect_truth({folder.path, 3'000, 12, seed});
  }
}

TEST(Truth, HoldsOverYearsAndLeapDaysToo) {
  const TestFolder folder("truth-years");
  expect_truth({folder.path, 800, 38, 3, day_from_civil({2024, 2, 29})});
}

}  // namespace
}  // namespace qiuhao::simulate
