// For tests: folders, journals opened and read into memory, and the frames of a file.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "journal/journal.h"
#include "journal/segment.h"

namespace qiuhao::journal {

namespace fs = std::filesystem;

struct TestFolder {
  TestFolder() {
    static int number = 0;
    path = fs::temp_directory_path() / fmt::format("qiuhao-journal-{}-{}", ::getpid(), ++number);
    fs::remove_all(path);
  }
  ~TestFolder() { fs::remove_all(path); }
  Path path;
};

struct Kept {
  Sequence sequence = 0;
  std::uint8_t kind = 0;
  std::string body;
  bool operator==(const Kept&) const = default;
};

// An opened journal and what it gave; or the error's code.
struct OpenedJournal {
  std::unique_ptr<Journal> journal;
  std::vector<Kept> records;
  std::string refusal;
  std::string message;
};

inline OpenedJournal open_journal(const Path& folder, const JournalOptions& options = {}) {
  OpenedJournal opened;
  auto journal = Journal::open(folder, options, [&](const Record& record) {
    opened.records.push_back({record.sequence, record.kind, std::string(record.body)});
  });
  if (journal) {
    opened.journal = std::move(*journal);
  } else {
    opened.refusal = journal.error().code;
    opened.message = journal.error().text();
    EXPECT_FALSE(journal.error().chinese.empty()) << opened.message;
  }
  return opened;
}

inline std::string read_text(const Path& file) { return *read_file(file); }
// In place: a file that is emptied and written anew is flushed by some file systems, which takes long.
inline void write_text(const Path& file, std::string_view text) {
  if (!fs::exists(file)) std::ofstream{file};
  std::fstream(file, std::ios::in | std::ios::out | std::ios::binary)
      .write(text.data(), static_cast<std::streamsize>(text.size()));
  fs::resize_file(file, text.size());
}

inline std::vector<Path> segments_of(const Path& folder) {
  std::vector<Path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (first_of_name(entry.path().filename().string())) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

struct PlacedFrame {
  Frame frame;
  std::size_t begin = 0;
  std::size_t end = 0;
};

inline std::vector<PlacedFrame> frames_of(const Path& file) {
  std::vector<PlacedFrame> frames;
  auto reader = *SegmentReader::open(file);
  const auto header = *read_segment_header(file, *reader.view(0, kSegmentHeaderBytes));
  for (std::size_t at = kSegmentHeaderBytes; at < reader.size();) {
    Frame frame;
    const auto bytes = *reader.frame_at(at, header.salt, frame);
    if (bytes.empty()) break;
    frames.push_back({frame, at, at + bytes.size()});
    at += bytes.size();
  }
  return frames;
}

// Takes the seal off, as if the process had been killed before it closed the journal.
inline void unseal(const Path& file) {
  const auto frames = frames_of(file);
  ASSERT_FALSE(frames.empty());
  ASSERT_EQ(frames.back().frame.form, Form::seal);
  fs::resize_file(file, frames.back().begin);
}

// Appends all of them in one commit, and one record more in a commit before.
inline void append_together(Journal& journal, const std::vector<std::string>& bodies) {
  std::promise<void> go;
  std::promise<void> end;
  // The committing thread waits in the first record's Done while the others gather.
  const Sequence first = journal.append(0, "first", [&](const Status&) { go.get_future().wait(); });
  while (journal.last_durable() < first) std::this_thread::yield();
  for (std::size_t index = 0; index + 1 < bodies.size(); ++index) journal.append(1, bodies[index], nullptr);
  journal.append(1, bodies.back(), [&](const Status&) { end.set_value(); });
  go.set_value();
  end.get_future().wait();
}

}  // namespace qiuhao::journal
