// Points and cleaned claims, read for the audits written a second time.
#include <gtest/gtest.h>

#include <algorithm>

#include "simulate/truth_audit.h"

namespace qiuhao::simulate {
namespace {

std::vector<std::string> words(const std::string& text) {
  std::vector<std::string> result(1);
  for (const char c : text) {
    if (c == ' ') {
      result.emplace_back();
    } else {
      result.back().push_back(c);
    }
  }
  return result;
}

Cents cents_or_none(const Row& row, std::string_view column) { return row.at(column).empty() ? 0 : row.cents(column); }

Claim claim_of(const Row& row) {
  const std::string& days = row.at("prd_days");
  return {.number = row.at("bkkp_sn"),
          .visit = row.at("mdtrt_id"),
          .item = row.at("hilist_code"),
          .name = row.at("hilist_name"),
          .prescription = row.at("rx_drord_no"),
          .list_type = row.at("list_type"),
          .department = row.at("bilg_dept_codg"),
          .time = row.time("fee_ocur_time"),
          .day = day_of(row.time("fee_ocur_time")),
          .quantity = row.cents("cnt"),
          .price = row.cents("pric"),
          .price_limit = cents_or_none(row, "pric_uplmt_amt"),
          .days_supply = days.empty() ? 0 : std::stoi(days),
          .total = row.cents("det_item_fee_sumamt"),
          .in_scope = row.cents("inscp_amt")};
}

}  // namespace

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

bool Point::holds(const std::string& item) const { return std::find(items.begin(), items.end(), item) != items.end(); }

int Point::number(std::string_view limit) const {
  const auto found = limits.find(limit);
  return found == limits.end() ? 0 : std::stoi(found->second);
}

int Stay::level() const {
  const int value = std::stoi(hospital_level);
  return value <= 4 ? 3 : value <= 7 ? 2 : value <= 10 ? 1 : 0;
}

void Found::hit(const Point& point, const Claim& line, Cents amount) {
  rows_.insert(std::to_string(point.kind) + " " + line.number + " " + format_cents(amount));
}

std::vector<Point> read_points() {
  std::vector<Point> points;
  for (const Row& row : read_table(Path(QIUHAO_SOURCE_DIR) / "policy/knowledge/starter.csv")) {
    Point point{0, words(row.at("items")), row.at("constraint"), {}, *parse_day(row.at("effective_from"))};
    for (int candidate = 1; candidate <= kKinds; ++candidate) {
      if (kind_name(candidate) == row.at("kind")) point.kind = candidate;
    }
    for (const std::string& word : words(row.at("limits"))) {
      const std::size_t equals = word.find('=');
      if (equals != std::string::npos) point.limits[word.substr(0, equals)] = word.substr(equals + 1);
    }
    points.push_back(std::move(point));
  }
  return points;
}

Stays read_stays(const Path& folder) {
  Stays stays;
  for (const Row& row : clean_rows(folder / "mdtrt_d.csv", "mdtrt_id")) {
    stays[row.at("mdtrt_id")] = {.person = row.at("psn_no"),
                                 .sex = row.at("gend"),
                                 .medical_type = row.at("med_type"),
                                 .insurance = row.at("insutype"),
                                 .hospital_level = row.at("hosp_lv"),
                                 .disease = row.at("dise_no"),
                                 .born = *parse_day(row.at("brdy")),
                                 .begin = day_of(row.time("begntime")),
                                 .end = day_of(row.time("endtime")),
                                 .lines = {},
                                 .diagnoses = {}};
  }
  for (const Row& row : clean_rows(folder / "setl_list_diag_d.csv", "setl_list_diag_id")) {
    const auto stay = stays.find(row.at("mdtrt_id"));
    if (stay != stays.end()) stay->second.diagnoses.push_back(row.at("diag_code"));
  }
  std::map<std::string, Claim> claims;
  std::vector<Row> refunds;
  for (const Row& row : clean_rows(folder / "fee_list_d.csv", "bkkp_sn")) {
    if (row.cents("cnt") < 0) {
      refunds.push_back(row);
    } else {
      claims[row.at("bkkp_sn")] = claim_of(row);
    }
  }
  for (const Row& refund : refunds) {
    Claim& claim = claims.at(refund.at("init_feedetl_sn"));
    EXPECT_EQ(claim.visit, refund.at("mdtrt_id"));
    claim.quantity += refund.cents("cnt");
    claim.total += refund.cents("det_item_fee_sumamt");
    claim.in_scope += refund.cents("inscp_amt");
  }
  for (const auto& [number, claim] : claims) {
    EXPECT_GE(claim.quantity, 0) << number;
    EXPECT_GE(claim.in_scope, 0) << number;
    EXPECT_TRUE(claim.quantity != 0 || claim.in_scope == 0) << number;
    const auto stay = stays.find(claim.visit);
    if (claim.quantity != 0 && stay != stays.end()) stay->second.lines.push_back(claim);
  }
  return stays;
}

}  // namespace qiuhao::simulate
