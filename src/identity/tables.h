// The tables of identity in the records database.
#pragma once

#include <span>

#include "database/migrations.h"

namespace qiuhao::identity {

std::span<const database::Migration> identity_migrations();  // of the component "identity"

}  // namespace qiuhao::identity
