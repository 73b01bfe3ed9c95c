// The tables of M20, apart from the others for length.
#pragma once

#include "screening/networks/tables.h"

namespace qiuhao::screening {

void add_network_tables(const NetworkReport& report, const TapeNames& names, std::vector<ReportTable>& tables);

}  // namespace qiuhao::screening
