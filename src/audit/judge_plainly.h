// Judging without a filter or anything else that makes it quick: what tests hold PeopleJudge against.
#pragma once

#include "audit/chunk_result.h"
#include "audit/part_scope.h"

namespace qiuhao::audit {

// The same as PeopleJudge::judge, subject by subject.
void judge_people_plainly(const PartScope& scope, claims::Range people, ChunkResult& result, PartTotals& totals);

}  // namespace qiuhao::audit
