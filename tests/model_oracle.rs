//! What is read from the source of entities is what SeaORM makes of them.
//!
//! The entities are compiled into this test and read as text; both accounts have to be the same, fact by fact.

mod crates;
mod facts;
mod generate;
mod matrix;
mod said;
mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};

use autogen_model::{Code, Crate, Library, Model, Options, ParsedFile, SourceFile, parse, read};
use entities_fixture::Visitor;
use sea_orm::EntityTrait;

use facts::{FAULTS, Oracle};

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
    let files = sources!("entities": lib aliased aliases arrays cake cake_filling case_styles column_types comments
        compact_model conditional defaults employee enums expanded filling flags fruit generated_keys hand_named json
        legacy named_columns nullability other_crates post post_tag prelude repeated rust_types schemas slot tag type
        types_everywhere types_not_on_mysql types_not_on_postgres types_of_extensions types_on_mysql types_on_postgres
        uniques user values);
    let model = read(&files, &Options::default());
    let note =
        |place: &str, column: &str| format!("entities/src/{place}: SeaORM takes the column `{column}` for NOT NULL");
    let notes =
        [note("aliases.rs:56", "maybe"), note("nullability.rs:18", "spelled_out"), note("nullability.rs:19", "alias")];
    assert_eq!(messages(&model), notes);
    assert_eq!(model.incomplete, []);
    facts::hush();
    let mut oracle = Oracle::default();
    entities_fixture::visit(&mut oracle);
    compare(&model, &oracle);
    assert_eq!(oracle.mended.keys().copied().collect::<BTreeSet<_>>(), BTreeSet::from(FAULTS), "faults that are none");
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
    facts::hush();
    let mut oracle = Oracle::default();
    visit_timetracker(&mut oracle);
    compare(&model, &oracle);
}

/// The entities that are generated for these crates are read, and every word that an entity can say is among them.
#[test]
fn generated_entities_say_everything() {
    let mut counts = generate::Counts::new();
    for seed in 0..8 {
        let modules = generate::entities(seed, crates::ENTITIES, &mut counts);
        let model = read_generated(&modules);
        assert_eq!(model.schema.tables.len(), crates::ENTITIES);
    }
    let types = vocabulary::TYPES.iter().map(|(ty, _)| ty);
    let words = types.chain(&vocabulary::COLUMN_TYPES).chain(&vocabulary::CASES).chain(&vocabulary::EXPRESSIONS);
    for word in words.chain(&vocabulary::ATTRIBUTES).chain(&vocabulary::ACTIONS).chain(&vocabulary::KEYS) {
        let count = counts.get(*word).copied().unwrap_or_default();
        assert!(count >= 20, "`{word}` is said {count} times");
    }
    let modules = matrix::entities();
    assert_eq!(read_generated(&modules).schema.tables.len(), modules.len());
    assert!(modules.len() >= 190, "{}", modules.len());
}

/// At a larger scale the generated entities are compiled: those by rule, and a crate of those by chance for each unit of it.
#[test]
fn generated_entities_are_read_as_sea_orm_makes_them() {
    let scale = crate::random::scale();
    if scale > 1 {
        for (index, modules) in matrix::entities().chunks(crates::ENTITIES).enumerate() {
            compare_generated(&format!("matrix-{index}"), modules);
        }
        for seed in 0..scale {
            let modules = generate::entities(seed, crates::ENTITIES, &mut generate::Counts::new());
            compare_generated(&format!("random-{seed}"), &modules);
        }
    }
}

fn compare_generated(name: &str, modules: &[(String, String)]) {
    let model = read_generated(modules);
    let enums = model.schema.enums.values().map(|found| (found.name.to_string(), found.labels.clone()));
    let enums = enums.collect::<BTreeMap<_, _>>();
    let said = format!("{:#?}\n{enums:#?}\n", said::tables(&model));
    let made = crates::run(name, modules);
    let differs = said.lines().zip(made.lines()).position(|(said, made)| said != made);
    if let Some(at) = differs.or((said.len() != made.len()).then_some(said.lines().count())) {
        let around = |text: &str| text.lines().skip(at.saturating_sub(40)).take(50).collect::<Vec<_>>().join("\n");
        panic!("{name}, line {at}:\n--- read\n{}\n--- made\n{}", around(&said), around(&made));
    }
}

/// Reads generated modules, which use types that stand beside them.
fn read_generated(modules: &[(String, String)]) -> Model {
    let files = modules.iter().map(|(name, text)| SourceFile::new(format!("oracle/src/{name}.rs"), text.as_str()));
    let parsed: Vec<ParsedFile> = files.map(|file| parse(&file)).collect();
    let beside = sources!("entities": enums json values).into_iter().zip(crates::BESIDE);
    let beside = beside.map(|(file, name)| parse(&SourceFile::new(format!("oracle/src/{name}.rs"), file.text)));
    let krate = Crate { root: "oracle/src".into(), externs: BTreeMap::new() };
    let library = Library::new(beside.collect(), vec![krate]);
    let model = Model::link_with(&parsed, &library, &Options::default());
    let known = [Code::DuplicateForeignKey, Code::UnseenOption];
    let unexpected: Vec<_> = model.diagnostics.iter().filter(|found| !known.contains(&found.code)).collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
    model
}

fn messages(model: &Model) -> Vec<String> {
    let place = |found: &autogen_model::Diagnostic| (found.location.file.display().to_string(), found.location.line);
    model
        .diagnostics
        .iter()
        .map(|found| (place(found), &found.message))
        .map(|((file, line), m)| format!("{file}:{line}: {m}"))
        .collect()
}

impl Visitor for Oracle {
    fn visit<E: EntityTrait>(&mut self, entity: E) {
        self.add(entity);
    }
}

/// Holds what was read against what SeaORM makes.
#[track_caller]
fn compare(model: &Model, oracle: &Oracle) {
    let said = said::tables(model);
    assert_eq!(said.keys().collect::<Vec<_>>(), oracle.tables.keys().collect::<Vec<_>>());
    for (name, facts) in &oracle.tables {
        assert_eq!(said[name], *facts, "{name}");
    }
    let enums = model.schema.enums.values().map(|found| (found.name.to_string(), found.labels.clone()));
    assert_eq!(enums.collect::<BTreeMap<_, _>>(), oracle.enums);
}
