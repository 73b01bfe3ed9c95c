// The text has what was counted, also by several threads at once; labels are escaped.
#include "http/metrics.h"

#include <gtest/gtest.h>

#include <thread>

namespace qiuhao::http {
namespace {

TEST(Metrics, TextHasEveryKind) {
  Metrics metrics;
  metrics.counter("qiuhao_requests_total", "Requests.", {{"path", "/a"}}).add();
  metrics.counter("qiuhao_requests_total", "Requests.", {{"path", "/a"}}).add(2);
  metrics.counter("qiuhao_requests_total", "Requests.", {{"path", "a\"b\\c\n"}}).add();
  metrics.gauge("qiuhao_waiting", "Waiting.").set(4);
  metrics.gauge("qiuhao_waiting", "Waiting.").add(-1.5);
  Histogram& seconds = metrics.histogram("qiuhao_seconds", "Time.", {{"path", "/a"}}, {0.001, 0.01});
  for (const double value : {0.0005, 0.005, 0.005, 5.0}) seconds.observe(value);
  const std::string text = metrics.text();
  for (const std::string_view line : {
           "# TYPE qiuhao_requests_total counter\n",
           "# HELP qiuhao_requests_total Requests.\n",
           "qiuhao_requests_total{path=\"/a\"} 3\n",
           "qiuhao_requests_total{path=\"a\\\"b\\\\c\\n\"} 1\n",
           "qiuhao_waiting 2.5\n",
           "qiuhao_seconds_bucket{path=\"/a\",le=\"0.001\"} 1\n",
           "qiuhao_seconds_bucket{path=\"/a\",le=\"0.01\"} 3\n",
           "qiuhao_seconds_bucket{path=\"/a\",le=\"+Inf\"} 4\n",
           "qiuhao_seconds_count{path=\"/a\"} 4\n",
       }) {
    EXPECT_NE(text.find(line), std::string::npos) << line << "is not in\n" << text;
  }
}

TEST(Metrics, ThreadsCountTogether) {
  Metrics metrics;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&metrics] {
      Counter& counter = metrics.counter("qiuhao_total", "All.");
      Histogram& histogram = metrics.histogram("qiuhao_sizes", "Sizes.", {}, {1, 2});
      for (int count = 0; count < 10'000; ++count) {
        counter.add();
        histogram.observe(1.5);
        if (count % 1'000 == 0) {
          EXPECT_FALSE(metrics.text().empty());
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(metrics.counter("qiuhao_total", "All.").value(), 40'000);
  EXPECT_NE(metrics.text().find("qiuhao_sizes_count 40000\n"), std::string::npos);
}

TEST(Metrics, ACounterNeverFalls) {
  Metrics metrics;
  Counter& counter = metrics.counter("qiuhao_total", "All.");
  counter.add(2);
  counter.add(-1);
  EXPECT_EQ(counter.value(), 2);
}

TEST(MetricsDeathTest, AWrongUseStops) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  Metrics metrics;
  metrics.counter("qiuhao_total", "All.");
  EXPECT_DEATH(metrics.gauge("qiuhao_total", "All."), "qiuhao_total");
  EXPECT_DEATH(metrics.counter("1 bad name", "All."), "bad name");
  EXPECT_DEATH(metrics.histogram("qiuhao_h", "H.", {}, {2, 1}), "do not rise");
}

}  // namespace
}  // namespace qiuhao::http
