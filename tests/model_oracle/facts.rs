//! What SeaORM makes of an entity, as facts that can be held against what was read from its source.
//!
//! Compiled into this test, and into the crates that it generates.

use std::collections::{BTreeMap, BTreeSet};

use autogen_schema::{ColumnType, Ident, ReferentialAction, StringLength, TableName};
use sea_orm::sea_query::{
    self, ColumnDef, ForeignKeyAction, MysqlQueryBuilder, PostgresQueryBuilder, Query, SqliteQueryBuilder, StringLen,
    Table, TableCreateStatement, TableRef,
};
use sea_orm::{ColumnTrait, DbBackend, EntityTrait, Iden, Iterable, PrimaryKeyToColumn, Schema};

pub(crate) const BACKENDS: [DbBackend; 3] = [DbBackend::Postgres, DbBackend::MySql, DbBackend::Sqlite];

/// Where the reader does not say what SeaORM does, because the result would not run or is not what was asked for. Each is
/// mended here, and nowhere else; one that nothing hits is no fault.
pub(crate) const FAULTS: [&str; 6] = [
    // `auto_increment` is asked for on keys of bytes, text in a type of its own, and enums: no database makes such values.
    "auto-increment-of-no-integer",
    // An expanded key of several columns that says `true` asks for it on each of them.
    "auto-increment-of-several-columns",
    // A key of several columns is named by the variants of its own enum, which may know nothing of `column_name`.
    "key-by-names-of-its-own",
    // `create_enum_from_entity` looks at no arrays, so that the type of `Vec<Enum>` is never made.
    "enum-in-an-array",
    // SeaORM's own generator writes pairs of columns twice, which every database refuses.
    "foreign-key-of-repeated-columns",
    // Two relations over the same columns make the same foreign key twice, under one name.
    "foreign-key-made-twice",
];

/// What SeaORM makes of each entity.
#[derive(Debug, Default)]
pub(crate) struct Oracle {
    pub(crate) tables: BTreeMap<String, Facts>,
    pub(crate) enums: BTreeMap<String, Vec<String>>,
    /// How often each fault was mended.
    pub(crate) mended: BTreeMap<&'static str, usize>,
}

/// Everything that both sides know of a table.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) comment: Option<String>,
    pub(crate) columns: Vec<ColumnFacts>,
    pub(crate) primary_key: Vec<String>,
    pub(crate) uniques: Vec<Vec<String>>,
    /// Name, whether it is unique, columns.
    pub(crate) indexes: Vec<(String, bool, Vec<String>)>,
    pub(crate) foreign_keys: Vec<KeyFacts>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ColumnFacts {
    pub(crate) name: String,
    pub(crate) ty: ColumnType,
    /// The type in the statement of each backend, and whether SeaORM can write it there.
    pub(crate) written: Vec<(ColumnType, bool)>,
    pub(crate) nullable: bool,
    pub(crate) auto_increment: bool,
    pub(crate) default: Option<String>,
    pub(crate) comment: Option<String>,
    pub(crate) extra: Option<String>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct KeyFacts {
    pub(crate) name: String,
    pub(crate) columns: Vec<String>,
    pub(crate) references: TableName,
    pub(crate) referenced: Vec<String>,
    pub(crate) on_delete: Option<ReferentialAction>,
    pub(crate) on_update: Option<ReferentialAction>,
}

impl Oracle {
    /// Adds what SeaORM makes of an entity.
    pub(crate) fn add<E: EntityTrait>(&mut self, entity: E) {
        let statements: Vec<_> = BACKENDS.map(|backend| Schema::new(backend).create_table_from_entity(entity)).into();
        let mut all = statements.iter().map(|statement| self.facts::<E>(entity, statement));
        let mut facts = all.next().expect("a backend");
        for other in all {
            assert_eq!(other, facts, "but for its type, a column is the same on each backend");
        }
        for (at, column) in facts.columns.iter_mut().enumerate() {
            let of = |statement: &TableCreateStatement| {
                statement.get_columns()[at].get_column_type().expect("a type").clone()
            };
            let types = statements.iter().map(of);
            column.written = types.zip(BACKENDS).map(|(ty, on)| (self.column_type(&ty), is_written(&ty, on))).collect();
        }
        self.note_enums(entity);
        let name = table_name(statements[0].get_table_name().expect("a name"));
        assert!(self.tables.insert(name.to_string(), facts).is_none(), "{name} is there twice");
    }

    fn facts<E: EntityTrait>(&mut self, entity: E, statement: &TableCreateStatement) -> Facts {
        let mut facts = Facts { comment: statement.get_comment().cloned(), ..Facts::default() };
        let is_composite = statement.get_indexes().iter().any(sea_orm::sea_query::IndexCreateStatement::is_primary_key);
        for (column, declared) in statement.get_columns().iter().zip(E::Column::iter()) {
            let spec = column.get_column_spec();
            let name = column.get_column_name();
            if spec.primary_key {
                facts.primary_key.push(name.clone());
            }
            if spec.unique {
                facts.uniques.push(vec![name.clone()]);
            }
            let ty = self.column_type(declared.def().get_column_type());
            let mut auto_increment = spec.auto_increment;
            if auto_increment && is_composite {
                auto_increment = false;
                self.mend("auto-increment-of-several-columns");
            } else if auto_increment && !is_integer(&ty) {
                auto_increment = false;
                self.mend("auto-increment-of-no-integer");
            }
            facts.columns.push(ColumnFacts {
                name,
                ty,
                written: Vec::new(),
                nullable: spec.nullable != Some(false),
                auto_increment,
                default: spec.default.clone().map(sql),
                comment: spec.comment.clone(),
                extra: spec.extra.clone(),
            });
        }
        for index in statement.get_indexes().iter().filter(|index| index.is_primary_key()) {
            let columns: Vec<String> = E::PrimaryKey::iter().map(|key| key.into_column().to_string()).collect();
            if columns != index.get_index_spec().get_column_names() {
                self.mend("key-by-names-of-its-own");
            }
            facts.primary_key = columns;
        }
        for index in Schema::new(DbBackend::Sqlite).create_index_from_entity(entity) {
            let name = index.get_index_spec().get_name().expect("a name").to_owned();
            facts.indexes.push((name, index.is_unique_key(), index.get_index_spec().get_column_names()));
        }
        for key in statement.get_foreign_key_create_stmts() {
            let key = self.foreign_key(key.get_foreign_key());
            if facts.foreign_keys.contains(&key) {
                self.mend("foreign-key-made-twice");
            } else {
                facts.foreign_keys.push(key);
            }
        }
        facts
    }

    fn foreign_key(&mut self, key: &sea_query::TableForeignKey) -> KeyFacts {
        let pairs: Vec<(String, String)> = key.get_columns().into_iter().zip(key.get_ref_columns()).collect();
        let mut once: Vec<(String, String)> = Vec::new();
        for pair in &pairs {
            if !once.contains(pair) {
                once.push(pair.clone());
            }
        }
        let mut name = key.get_name().expect("a name").to_owned();
        let is_repeated = once.len() < pairs.len();
        let (columns, referenced): (Vec<String>, Vec<String>) = once.into_iter().unzip();
        if is_repeated {
            self.mend("foreign-key-of-repeated-columns");
            let names = |columns: &[String]| columns.join("-");
            name = name.replace(&names(&key.get_columns()), &names(&columns));
        }
        KeyFacts {
            name,
            columns,
            references: table_name(key.get_ref_table().expect("a table")),
            referenced,
            on_delete: key.get_on_delete().map(action),
            on_update: key.get_on_update().map(action),
        }
    }

    /// Checks that the types of enums are those that are created on PostgreSQL.
    fn note_enums<E: EntityTrait>(&mut self, entity: E) {
        let created: BTreeSet<String> = Schema::new(DbBackend::Postgres)
            .create_enum_from_entity(entity)
            .iter()
            .map(|statement| statement.to_string(PostgresQueryBuilder))
            .collect();
        let mut used = BTreeSet::new();
        for column in E::Column::iter() {
            let def = column.def();
            let (ty, in_array) = match def.get_column_type() {
                sea_query::ColumnType::Array(element) => ((**element).clone(), true),
                ty => (ty.clone(), false),
            };
            if let sea_query::ColumnType::Enum { name, variants } = ty {
                let statement =
                    sea_query::extension::postgres::Type::create().as_enum(name).values(variants).to_owned();
                if in_array {
                    self.mend("enum-in-an-array");
                } else {
                    used.insert(statement.to_string(PostgresQueryBuilder));
                }
            }
        }
        assert_eq!(created, used);
    }

    fn mend(&mut self, fault: &'static str) {
        assert!(FAULTS.contains(&fault));
        *self.mended.entry(fault).or_default() += 1;
    }

    fn column_type(&mut self, ty: &sea_query::ColumnType) -> ColumnType {
        column_type(ty, &mut self.enums)
    }
}

/// Whether SeaORM can write a type: it panics where it cannot, and writes `unsupported` for intervals on MySQL.
fn is_written(ty: &sea_query::ColumnType, backend: DbBackend) -> bool {
    let statement = Table::create().table("t").col(ColumnDef::new_with_type("c", ty.clone())).to_owned();
    let render = || match backend {
        DbBackend::Postgres => statement.to_string(PostgresQueryBuilder),
        DbBackend::MySql => statement.to_string(MysqlQueryBuilder),
        _ => statement.to_string(SqliteQueryBuilder),
    };
    // Panics of a thread of this name are not told.
    let thread = std::thread::Builder::new().name("is it written".to_owned());
    std::thread::scope(|scope| {
        let outcome = thread.spawn_scoped(scope, render).expect("a thread").join();
        outcome.is_ok_and(|sql| !sql.contains("unsupported"))
    })
}

/// Keeps the panics of SeaORM that are expected from being told.
pub(crate) fn hush() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some("is it written") {
            tell(panic);
        }
    }));
}

fn is_integer(ty: &ColumnType) -> bool {
    use ColumnType as T;
    match ty {
        T::TinyInteger
        | T::SmallInteger
        | T::Integer
        | T::BigInteger
        | T::TinyUnsigned
        | T::SmallUnsigned
        | T::Unsigned
        | T::BigUnsigned => true,
        T::Custom(sql) => ["int", "serial"].iter().any(|word| sql.to_ascii_lowercase().contains(word)),
        _ => false,
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
