// Rows that name no person: those of a visit that is on some tape are that person's; the others wait for it.
#pragma once

#include "claims/assembly/work.h"

namespace qiuhao::claims::assembly {

// Puts rows whose visit is known among those of its person in work.spills[table]; what is left becomes the new file of
// nobody's rows. The new visits' files must be there; table is none of visits'.
Status find_people(Work& work, std::size_t table);
// Visits that name no person wait for ever, but are kept.
Status keep_nobody(Work& work, std::size_t table);

}  // namespace qiuhao::claims::assembly
