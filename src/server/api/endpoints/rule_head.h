// What lists and pages say of a rule alike.
#pragma once

#include "server/workbench/workbench.h"
#include "text/json_writer.h"

namespace qiuhao::server {

// The fields, inside an object that was begun.
void write_rule_head(text::JsonWriter& json, const RuleLibrary::Entry& entry);

}  // namespace qiuhao::server
