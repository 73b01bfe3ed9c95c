// prometheus-cpp behind our own handles; the only file that includes it.
#include "http/metrics.h"

#include <fmt/format.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <exception>
#include <mutex>
#include <unordered_map>

#include "base/check.h"

namespace qiuhao::http {
namespace {

// Its library throws where a name is wrong or used twice.
template <typename Make>
auto& checked(const std::string& name, Make make) {
  try {
    return make();
  } catch (const std::exception& refusal) {
    CHECK_NOTE(false, fmt::format("metric {}: {}", name, refusal.what()));
    throw;
  }
}

// The handle of an inner metric; nodes of the table stay where they are.
template <typename Handle, typename Inner>
Handle& handle_of(std::unordered_map<const Inner*, Handle>& handles, Inner& inner) {
  return handles.try_emplace(&inner, inner).first->second;
}

}  // namespace

struct Metrics::State {
  prometheus::Registry registry;
  std::mutex mutex;
  std::unordered_map<const prometheus::Counter*, Counter> counters;
  std::unordered_map<const prometheus::Gauge*, Gauge> gauges;
  std::unordered_map<const prometheus::Histogram*, Histogram> histograms;
};

void Counter::add(double by) {
  if (by > 0) inner_->Increment(by);
}
double Counter::value() const { return inner_->Value(); }

void Gauge::set(double value) { inner_->Set(value); }
void Gauge::add(double by) { by < 0 ? inner_->Decrement(-by) : inner_->Increment(by); }
double Gauge::value() const { return inner_->Value(); }

void Histogram::observe(double value) { inner_->Observe(value); }

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

Counter& Metrics::counter(const std::string& name, const std::string& help, const Labels& labels) {
  const std::lock_guard lock(state_->mutex);
  return handle_of(state_->counters, checked(name, [&]() -> prometheus::Counter& {
                     return prometheus::BuildCounter().Name(name).Help(help).Register(state_->registry).Add(labels);
                   }));
}

Gauge& Metrics::gauge(const std::string& name, const std::string& help, const Labels& labels) {
  const std::lock_guard lock(state_->mutex);
  return handle_of(state_->gauges, checked(name, [&]() -> prometheus::Gauge& {
                     return prometheus::BuildGauge().Name(name).Help(help).Register(state_->registry).Add(labels);
                   }));
}

Histogram& Metrics::histogram(const std::string& name, const std::string& help, const Labels& labels,
                              const std::vector<double>& bounds) {
  CHECK_NOTE(std::ranges::is_sorted(bounds, std::less_equal{}), fmt::format("metric {}: its bounds do not rise", name));
  const std::lock_guard lock(state_->mutex);
  return handle_of(
      state_->histograms, checked(name, [&]() -> prometheus::Histogram& {
        return prometheus::BuildHistogram().Name(name).Help(help).Register(state_->registry).Add(labels, bounds);
      }));
}

std::string Metrics::text() const { return prometheus::TextSerializer().Serialize(state_->registry.Collect()); }

}  // namespace qiuhao::http
