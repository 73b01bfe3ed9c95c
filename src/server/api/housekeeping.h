// What has to happen while nobody asks: terms of matters that end, documents that workflows ask for, the day's anchor
// of the trail.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "http/log.h"
#include "server/api/desk.h"

namespace qiuhao::server {

class Housekeeping {
 public:
  // Begins at once, then every `pause`. `anchors`: the file of anchors.
  Housekeeping(std::shared_ptr<const ApiDesk> desk, std::shared_ptr<http::Log> log, Path anchors,
               std::chrono::milliseconds pause = std::chrono::minutes(1));
  ~Housekeeping();  // waits for the round that it is in
  Housekeeping(const Housekeeping&) = delete;

  // One round, on the caller's thread. What fails is logged, and tried again in the next.
  void round();

 private:
  void run();

  std::shared_ptr<const ApiDesk> desk_;
  std::shared_ptr<http::Log> log_;
  Path anchors_;
  std::chrono::milliseconds pause_;
  std::mutex ending_;
  std::condition_variable ends_;
  bool is_ending_ = false;
  std::thread thread_;
};

}  // namespace qiuhao::server
