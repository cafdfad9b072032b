#include "storage/sqlite/unit_columns.h"

namespace cq::storage::sqlite {

knowledge::UnitRow ReadUnitRow(const Query& query) {
  knowledge::UnitRow row;
  row.row_id = query.Int(0);
  row.id = query.Text(1);
  row.data = query.Text(2);
  row.status = query.Text(3);
  row.reviewed_by = query.OptionalText(4);
  row.reviewed_at = query.OptionalText(5);
  row.created_at = query.Text(6);
  row.tier = query.Text(7);
  return row;
}

}  // namespace cq::storage::sqlite
