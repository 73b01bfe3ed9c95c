// The eleven files of a simulated city: a visit becomes rows of the national tables, with the dirt of real extracts,
// and its planted violations become rows of the truth.
#pragma once

#include "simulate/city.h"
#include "simulate/outliers.h"
#include "simulate/random.h"
#include "simulate/schemes/schemes.h"
#include "simulate/stock_book.h"
#include "simulate/table_writer.h"
#include "simulate/visit.h"

namespace qiuhao::simulate {

class CityFiles {
 public:
  static Result<CityFiles> create(const Path& folder);

  void write(const Visit& visit, Random& dirt);
  // Of a visit that a player of a scheme makes, beside it.
  void write_scheme(const Visit& visit, const PlayedVisit& played);
  // Once, after the last visit.
  void write(const StockBook& stock, const Outliers& outliers, TraceBook& traces);
  Status status() const;
  // Gives all files their names and fills the counts.
  Status finish(CitySummary& summary);
  std::int64_t bytes() const;

 private:
  CityFiles(TableWriter visits, TableWriter settlements, TableWriter lines, TableWriter diagnoses,
            TableWriter operations, TableWriter stock, TableWriter truth, TableWriter subject_truth,
            TableWriter visit_truth, TableWriter month_truth, TableWriter scheme_truth);
  static constexpr int kTables = 11;
  std::array<const TableWriter*, kTables> tables() const;

  void write_visit(const Visit& visit, Random& dirt);
  void write_visit_row(const Visit& visit, bool outdated);
  void write_settlement(const Visit& visit, const Settlement& money, Random& dirt);
  void write_settlement_row(const Visit& visit, const Settlement& money, bool voided);
  void write_lines(const Visit& visit, Random& dirt);
  void write_line_row(const Visit& visit, int index, bool outdated);
  void write_diagnoses(const Visit& visit, Random& dirt);
  void write_operation(const Visit& visit);
  void write_truth(const Visit& visit);
  void write_line_truth(const Visit& visit, const Violation& violation);
  void write_subject_truth(const Visit& visit, const Violation& violation);
  void write_visit_truth(const Visit& visit);

  TableWriter visits_;
  TableWriter settlements_;
  TableWriter lines_;
  TableWriter diagnoses_;
  TableWriter operations_;
  TableWriter stock_;
  TableWriter truth_;
  TableWriter subject_truth_;
  TableWriter visit_truth_;
  TableWriter month_truth_;
  TableWriter scheme_truth_;
  std::int64_t visit_count_ = 0;
  std::array<std::int64_t, kKinds + 1> truth_count_{};
  std::array<std::int64_t, kFollowUps> follow_up_count_{};
  std::int64_t truth_months_ = 0;
  std::int64_t scheme_visits_ = 0;
  DirtCount dirt_;
};

}  // namespace qiuhao::simulate
