// Counters, gauges and histograms of a server, as the text that Prometheus reads (exposition format 0.0.4).
//
// A handle is looked up once and kept by whoever counts; counting is then an atomic addition. Handles live as long as
// the Metrics. All of it is safe for several threads.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace qiuhao::http {

class Counter {
 public:
  explicit Counter(prometheus::Counter& inner) : inner_(&inner) {}
  void add(double by = 1);  // of a negative number nothing is added
  double value() const;

 private:
  prometheus::Counter* inner_;
};

class Gauge {
 public:
  explicit Gauge(prometheus::Gauge& inner) : inner_(&inner) {}
  void set(double value);
  void add(double by);
  double value() const;

 private:
  prometheus::Gauge* inner_;
};

class Histogram {
 public:
  explicit Histogram(prometheus::Histogram& inner) : inner_(&inner) {}
  void observe(double value);

 private:
  prometheus::Histogram* inner_;
};

using Labels = std::map<std::string, std::string>;

// Content-Type of the text.
inline constexpr std::string_view kMetricsType = "text/plain; version=0.0.4; charset=utf-8";

class Metrics {
 public:
  Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;
  ~Metrics();

  // The same name and labels give the same handle. A name is of one kind, with one help text and set of label names;
  // names are [a-zA-Z_:][a-zA-Z0-9_:]*, a histogram's bounds rise: another use is our own mistake and stops the
  // program.
  Counter& counter(const std::string& name, const std::string& help, const Labels& labels = {});
  Gauge& gauge(const std::string& name, const std::string& help, const Labels& labels = {});
  Histogram& histogram(const std::string& name, const std::string& help, const Labels& labels,
                       const std::vector<double>& bounds);

  std::string text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace qiuhao::http
