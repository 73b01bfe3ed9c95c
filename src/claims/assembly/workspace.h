// The folders of a workspace, and what a crash may have left in it.
#pragma once

#include "base/files.h"
#include "claims/assembly/batches.h"
#include "claims/assembly/lock.h"
#include "claims/tape.h"

namespace qiuhao::claims::assembly {

// Makes what is missing: folders and qiuhao.toml.
Status make_workspace(const Path& workspace);

// Removes what no list names: incoming and spilled data, parts of unpublished generations, staged files of no batch.
void remove_leftovers(const Path& workspace, const Manifest& manifest, const Batches& batches);

}  // namespace qiuhao::claims::assembly
