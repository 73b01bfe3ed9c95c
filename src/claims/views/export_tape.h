// The tape as Parquet files for other programs, parted by month as Hive does it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/files.h"
#include "claims/views/tape_views.h"

namespace qiuhao::claims {

struct TapeExport {
  Path folder;                   // new or empty
  std::vector<Entity> entities;  // empty = all
  Language names = Language::english;
  tables::EngineOptions engine;  // its spill folder is made beside `folder`
  std::function<void(std::string_view view, std::size_t done, std::size_t all)> progress;  // before each view
  // Called with the engine while it lives, before work begins and after it ended, so that it can be interrupted.
  std::function<void(tables::Engine&)> started;
  std::function<void()> finished;
};

struct ExportedView {
  std::string name;  // of its folder, which is the view's
  std::size_t rows = 0;
  std::size_t files = 0;
  std::uintmax_t bytes = 0;
  bool is_by_month = false;
};

// Writes FOLDER/line/month=2025-03/*.parquet and so on, the views' columns and types; of people, providers and staff,
// which have no month, FOLDER/person/*.parquet. The month is that of a line's day, a visit's start, a settlement's
// time, an operation's date (else of its visit's start), a diagnosis' visit. All is written beside, synced, and put in
// place in one step: "folder_in_use" when there is something; "interrupted", "disk_full" and so on leave nothing.
Result<std::vector<ExportedView>> export_tape(const Tape& tape, const Schema& schema, const TapeExport& wanted);

}  // namespace qiuhao::claims
