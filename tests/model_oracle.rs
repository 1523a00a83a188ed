//! What is read from the source of entities is what SeaORM makes of them.
//!
//! The entities are compiled into this test and read as text; both accounts have to be the same, fact by fact.

use std::collections::{BTreeMap, BTreeSet};

use autogen_model::{Model, Options, SourceFile, read};
use autogen_schema::{
    ColumnType, DefaultValue, Dialect, Ident, ReferentialAction, StringLength, Table, TableName, UniqueKind,
};
use entities_fixture::Visitor;
use sea_orm::sea_query::{self, ForeignKeyAction, Query, SqliteQueryBuilder, StringLen, TableRef};
use sea_orm::{DbBackend, EntityTrait, Schema};

macro_rules! sources {
    ($folder:literal: $($name:ident)*) => {
        vec![$(SourceFile::new(
            concat!($folder, "/src/", stringify!($name), ".rs"),
            include_str!(concat!("../fixtures/", $folder, "/src/", stringify!($name), ".rs")),
        )),*]
    };
}

#[test]
fn fixture_entities_are_read_as_sea_orm_makes_them() {
    let files = sources!("entities": lib aliased cake cake_filling case_styles column_types comments compact_model
        conditional defaults employee enums filling flags fruit generated_keys hand_named json named_columns
        nullability post post_tag prelude rust_types schemas slot tag types_everywhere types_not_on_mysql
        types_not_on_postgres types_of_extensions types_on_mysql types_on_postgres uniques user values);
    let model = read(&files, &Options::default());
    let note = "entities/src/nullability.rs:18: SeaORM takes the column `spelled_out` for NOT NULL";
    assert_eq!(messages(&model), [note]);
    assert_eq!(model.incomplete, []);
    let mut oracle = Oracle::default();
    entities_fixture::visit(&mut oracle);
    oracle.compare(&model);
}

macro_rules! timetracker {
    ($($name:ident)*) => {
        fn timetracker_sources() -> Vec<SourceFile> {
            sources!("timetracker": lib enums $($name)*)
        }

        fn visit_timetracker(visitor: &mut impl Visitor) {
            $(visitor.visit(timetracker::$name::Entity);)*
        }
    };
}

timetracker! {
    activity api_idempotency_key api_token approval_policy attendance_break attendance_correction
    attendance_work_period audit_log badge budget_alert calendar_event calendar_integration calendar_sync_event
    chat_channel chat_channel_member chat_message chat_read_receipt client client_approval_policy client_attachment
    client_note client_notification client_notification_preference client_portal_customization
    client_portal_dashboard_preference client_prepaid_consumption client_time_approval comment comment_attachment
    company_holiday contact contact_communication credit_note currency custom_field_definition custom_report_config
    daily_attendance_record data_export data_import deal deal_activity deleted_username donation_interaction
    exchange_rate expense expense_category extra_good focus_session integration integration_credential
    integration_event integration_external_event_link invoice invoice_approval invoice_email invoice_image
    invoice_item invoice_pdf_template invoice_peppol_transmission invoice_reminder_schedule invoice_template issue
    kanban_board_template kanban_column lead lead_activity leaderboard leaderboard_entry leave_type link_template
    mileage mileage_track payment payment_gateway payment_transaction per_diem per_diem_rate permission project
    project_attachment project_cost project_stock_allocation project_template purchase_order purchase_order_item
    push_subscription quote quote_attachment quote_image quote_item quote_pdf_template quote_template quote_version
    rate_override recurring_block recurring_invoice recurring_task report_email_schedule role role_permission
    salesman_email_mapping saved_filter saved_report_view settings stock_item stock_lot stock_lot_allocation
    stock_movement stock_reservation supplier supplier_stock_item task task_activity task_checklist_item tax_rule
    time_entry time_entry_approval time_entry_template time_off_request timesheet_period timesheet_policy user
    user_badge user_client user_favorite_project user_role user_smart_notification_dismissal warehouse
    warehouse_stock webhook webhook_delivery weekly_time_goal workday_session workflow_execution workflow_rule
    workflow_template working_time_violation
}

#[test]
fn timetracker_is_read_as_sea_orm_makes_it() {
    let model = read(&timetracker_sources(), &Options::default());
    assert_eq!(messages(&model), [] as [String; 0]);
    assert_eq!(model.incomplete, []);
    assert_eq!(model.schema.tables.len(), 137);
    let mut oracle = Oracle::default();
    visit_timetracker(&mut oracle);
    oracle.compare(&model);
}

fn messages(model: &Model) -> Vec<String> {
    model
        .diagnostics
        .iter()
        .map(|found| format!("{}:{}: {}", found.location.file.display(), found.location.line, found.message))
        .collect()
}

/// What SeaORM makes of each entity.
#[derive(Default)]
struct Oracle {
    tables: BTreeMap<TableName, Facts>,
    enums: BTreeMap<String, Vec<String>>,
}

/// Everything that both sides know of a table.
#[derive(Debug, Default, PartialEq, Eq)]
struct Facts {
    comment: Option<String>,
    columns: Vec<ColumnFacts>,
    primary_key: Vec<String>,
    uniques: Vec<Vec<String>>,
    indexes: Vec<(bool, Vec<String>)>,
    foreign_keys: Vec<KeyFacts>,
}

#[derive(Debug, PartialEq, Eq)]
struct ColumnFacts {
    name: String,
    ty: ColumnType,
    nullable: bool,
    auto_increment: bool,
    default: Option<String>,
    comment: Option<String>,
    extra: Option<String>,
}

#[derive(Debug, PartialEq, Eq)]
struct KeyFacts {
    name: String,
    columns: Vec<String>,
    references: TableName,
    referenced: Vec<String>,
    on_delete: Option<ReferentialAction>,
    on_update: Option<ReferentialAction>,
}

impl Oracle {
    fn compare(&self, model: &Model) {
        let known: BTreeSet<&TableName> = model.schema.tables.keys().collect();
        assert_eq!(known, self.tables.keys().collect());
        for (name, facts) in &self.tables {
            assert_eq!(said(&model.schema.tables[name]), *facts, "{name}");
        }
        let enums: BTreeMap<String, Vec<String>> =
            model.schema.enums.values().map(|found| (found.name.to_string(), found.labels.clone())).collect();
        assert_eq!(enums, self.enums);
    }
}

impl Visitor for Oracle {
    fn visit<E: EntityTrait>(&mut self, entity: E) {
        let schema = Schema::new(DbBackend::Sqlite);
        let statement = schema.create_table_from_entity(entity);
        let mut facts = Facts { comment: statement.get_comment().cloned(), ..Facts::default() };
        for column in statement.get_columns() {
            let spec = column.get_column_spec();
            let name = column.get_column_name();
            if spec.primary_key {
                facts.primary_key.push(name.clone());
            }
            if spec.unique {
                facts.uniques.push(vec![name.clone()]);
            }
            let ty = column_type(column.get_column_type().expect("a type"), &mut self.enums);
            facts.columns.push(ColumnFacts {
                name,
                ty,
                nullable: spec.nullable != Some(false),
                auto_increment: spec.auto_increment,
                default: spec.default.clone().map(sql),
                comment: spec.comment.clone(),
                extra: spec.extra.clone(),
            });
        }
        for index in statement.get_indexes().iter().filter(|index| index.is_primary_key()) {
            facts.primary_key = index.get_index_spec().get_column_names();
        }
        for index in schema.create_index_from_entity(entity) {
            facts.indexes.push((index.is_unique_key(), index.get_index_spec().get_column_names()));
        }
        for key in statement.get_foreign_key_create_stmts() {
            let key = key.get_foreign_key();
            facts.foreign_keys.push(KeyFacts {
                name: key.get_name().expect("a name").to_owned(),
                columns: key.get_columns(),
                references: table_name(key.get_ref_table().expect("a table")),
                referenced: key.get_ref_columns(),
                on_delete: key.get_on_delete().map(action),
                on_update: key.get_on_update().map(action),
            });
        }
        let name = table_name(statement.get_table_name().expect("a name"));
        assert!(self.tables.insert(name, facts).is_none());
    }
}

/// What the model says, with what SeaORM adds to it: the names it makes up, and its note of a former name.
fn said(table: &Table) -> Facts {
    let names = |columns: &[Ident]| columns.iter().map(ToString::to_string).collect::<Vec<_>>();
    let columns = table.columns.iter().map(|column| ColumnFacts {
        name: column.name.to_string(),
        ty: column.data_type.column_type().expect("a type").clone(),
        nullable: column.nullable,
        auto_increment: column.auto_increment,
        default: column.default.as_ref().map(default_sql),
        comment: match (&column.comment, &column.renamed_from) {
            (Some(comment), Some(name)) => Some(format!("{comment}; renamed_from \"{name}\"")),
            (None, Some(name)) => Some(format!("renamed_from \"{name}\"")),
            (comment, None) => comment.clone(),
        },
        extra: column.extra.clone(),
    });
    let foreign_keys = table.foreign_keys.iter().map(|key| KeyFacts {
        name: key
            .name
            .as_ref()
            .map_or_else(|| format!("fk-{}-{}", table.name.name, names(&key.columns).join("-")), ToString::to_string),
        columns: names(&key.columns),
        references: key.references.clone(),
        referenced: names(&key.referenced_columns),
        on_delete: key.on_delete,
        on_update: key.on_update,
    });
    let plain = table.indexes.iter().map(|index| {
        let columns = index.plain_columns().expect("columns").into_iter().map(ToString::to_string).collect();
        (index.unique, columns)
    });
    let of_kind = |kind: UniqueKind| table.uniques.iter().filter(move |unique| unique.kind == kind);
    Facts {
        comment: table.comment.clone(),
        columns: columns.collect(),
        primary_key: table.primary_key.as_ref().map(|key| names(&key.columns)).unwrap_or_default(),
        uniques: of_kind(UniqueKind::Constraint).map(|unique| names(&unique.columns)).collect(),
        indexes: plain.chain(of_kind(UniqueKind::Index).map(|unique| (true, names(&unique.columns)))).collect(),
        foreign_keys: foreign_keys.collect(),
    }
}

fn table_name(table: &TableRef) -> TableName {
    let TableRef::Table(sea_query::TableName(schema, name), None) = table else { panic!("{table:?}") };
    match schema {
        Some(schema) => TableName::in_schema(schema.1.to_string(), name.to_string()),
        None => TableName::new(name.to_string()),
    }
}

fn action(action: ForeignKeyAction) -> ReferentialAction {
    match action {
        ForeignKeyAction::Restrict => ReferentialAction::Restrict,
        ForeignKeyAction::Cascade => ReferentialAction::Cascade,
        ForeignKeyAction::SetNull => ReferentialAction::SetNull,
        ForeignKeyAction::NoAction => ReferentialAction::NoAction,
        ForeignKeyAction::SetDefault => ReferentialAction::SetDefault,
        other => panic!("{other:?}"),
    }
}

fn sql(expr: sea_query::Expr) -> String {
    let sql = Query::select().expr(expr).to_string(SqliteQueryBuilder);
    sql.trim_start_matches("SELECT ").to_owned()
}

fn default_sql(default: &DefaultValue) -> String {
    match default {
        DefaultValue::Text(text) => Dialect::Sqlite.literal(text),
        DefaultValue::Number(text) | DefaultValue::Expression(text) => text.clone(),
        DefaultValue::Bool(value) => value.to_string().to_uppercase(),
        DefaultValue::Unknown(text) => panic!("{text}"),
    }
}

fn string_length(length: StringLen) -> StringLength {
    match length {
        StringLen::N(length) => StringLength::Limit(length),
        StringLen::Max => StringLength::Max,
        StringLen::None => StringLength::Unset,
    }
}

fn column_type(ty: &sea_query::ColumnType, enums: &mut BTreeMap<String, Vec<String>>) -> ColumnType {
    use sea_query::ColumnType as Theirs;
    match ty {
        Theirs::Char(length) => ColumnType::Char(*length),
        Theirs::String(length) => ColumnType::String(string_length(*length)),
        Theirs::Text => ColumnType::Text,
        Theirs::Blob => ColumnType::Blob,
        Theirs::TinyInteger => ColumnType::TinyInteger,
        Theirs::SmallInteger => ColumnType::SmallInteger,
        Theirs::Integer => ColumnType::Integer,
        Theirs::BigInteger => ColumnType::BigInteger,
        Theirs::TinyUnsigned => ColumnType::TinyUnsigned,
        Theirs::SmallUnsigned => ColumnType::SmallUnsigned,
        Theirs::Unsigned => ColumnType::Unsigned,
        Theirs::BigUnsigned => ColumnType::BigUnsigned,
        Theirs::Float => ColumnType::Float,
        Theirs::Double => ColumnType::Double,
        Theirs::Decimal(precision) => ColumnType::Decimal(*precision),
        Theirs::DateTime => ColumnType::DateTime,
        Theirs::Timestamp => ColumnType::Timestamp,
        Theirs::TimestampWithTimeZone => ColumnType::TimestampWithTimeZone,
        Theirs::Time => ColumnType::Time,
        Theirs::Date => ColumnType::Date,
        Theirs::Year => ColumnType::Year,
        Theirs::Interval(fields, precision) => {
            ColumnType::Interval(fields.as_ref().map(ToString::to_string), *precision)
        }
        Theirs::Binary(length) => ColumnType::Binary(*length),
        Theirs::VarBinary(length) => ColumnType::VarBinary(string_length(*length)),
        Theirs::Bit(length) => ColumnType::Bit(*length),
        Theirs::VarBit(length) => ColumnType::VarBit(*length),
        Theirs::Boolean => ColumnType::Boolean,
        Theirs::Money(precision) => ColumnType::Money(*precision),
        Theirs::Json => ColumnType::Json,
        Theirs::JsonBinary => ColumnType::JsonBinary,
        Theirs::Uuid => ColumnType::Uuid,
        Theirs::Custom(name) => ColumnType::Custom(name.to_string()),
        Theirs::Enum { name, variants } => {
            enums.insert(name.to_string(), variants.iter().map(ToString::to_string).collect());
            ColumnType::Enum(Ident::new(name.to_string()))
        }
        Theirs::Array(element) => ColumnType::Array(Box::new(column_type(element, enums))),
        Theirs::Vector(length) => ColumnType::Vector(*length),
        Theirs::Cidr => ColumnType::Cidr,
        Theirs::Inet => ColumnType::Inet,
        Theirs::MacAddr => ColumnType::MacAddr,
        Theirs::LTree => ColumnType::LTree,
        other => panic!("{other:?}"),
    }
}
