// What `qiuhao knowledge` shows: changes, counts by kind, rows and single points, as aligned text or CSV.
#pragma once

#include <string>
#include <vector>

#include "knowledge/changes.h"
#include "knowledge/import.h"
#include "knowledge/knowledge.h"

namespace qiuhao::cli {

// Counts by kind, then the first examples of each.
std::string text_of_changes(const knowledge::Changes& changes);
// What an import would do: source, changes, notes.
std::string text_of_draft(const knowledge::ImportDraft& draft);

// A line for each kind: points, in force on a day, codes, share read.
std::string text_of_kinds(const knowledge::Library& library, const std::vector<const knowledge::Point*>& points,
                          Day on);
std::string text_of_rows(const std::vector<const knowledge::Point*>& points);
std::string csv_of_rows(const std::vector<const knowledge::Point*>& points);

// Everything about one point; versions oldest first (knowledge::history_of), may be empty.
std::string text_of_point(const knowledge::Point& point, const std::vector<knowledge::Point>& versions);

}  // namespace qiuhao::cli
