-- autogen from Neovim 0.7 and newer:
--
--   :AutogenRevision [message]   write what changed in the entities into a revision; asks what it is for
--   :AutogenCheck                compare entities, revisions and database; what is found goes to the quickfix list
--   :AutogenUpgrade              run the revisions that the database lacks
--   :AutogenSql                  show the script that would run on an empty database
--
-- `:luafile .nvim/autogen.lua` loads it, or, each time the folder is opened, this line in `.nvim.lua` with 'exrc' set:
--
--   dofile(".nvim/autogen.lua")

-- The folder that this file lies in `.nvim` of, wherever Neovim was started.
local root = vim.fn.fnamemodify(debug.getinfo(1, "S").source:sub(2), ":p:h:h")

-- `src/user.rs:12:5: warning[unknown-type]: …`; every other line is left out.
local errorformat = "%f:%l:%c: %t%*[a-z]%m,%-G%.%#"

local function command(...)
  return { "autogen", "-C", root, ... }
end

-- In a terminal: autogen may have something to ask.
local function in_terminal(argv)
  vim.cmd("botright new")
  if vim.fn.has("nvim-0.11") == 1 then
    vim.fn.jobstart(argv, { term = true })
  else
    vim.fn.termopen(argv)
  end
  vim.cmd("startinsert")
end

-- Runs without a terminal, and hands over what was written and the exit code.
local function run(argv, done)
  local stdout, stderr = {}, {}
  local job = vim.fn.jobstart(argv, {
    stdout_buffered = true,
    stderr_buffered = true,
    on_stdout = function(_, lines) stdout = lines end,
    on_stderr = function(_, lines) stderr = lines end,
    on_exit = function(_, code) done(stdout, stderr, code) end,
  })
  if job <= 0 then
    vim.notify("autogen cannot be started: is it on the PATH?", vim.log.levels.ERROR)
  end
end

local function text(lines)
  return (table.concat(lines, "\n"):gsub("%s+$", ""))
end

vim.api.nvim_create_user_command("AutogenRevision", function(given)
  local function make(message)
    if message and message ~= "" then
      in_terminal(command("migrate", "--message=" .. message))
    end
  end
  if given.args ~= "" then
    make(given.args)
  else
    vim.ui.input({ prompt = "What is the revision for? " }, make)
  end
end, { nargs = "*", desc = "Write what changed in the entities into a revision" })

vim.api.nvim_create_user_command("AutogenCheck", function()
  run(command("check", "--format", "short"), function(stdout, stderr, code)
    vim.fn.setqflist({}, " ", { title = "autogen check", lines = stdout, efm = errorformat })
    local found = #vim.fn.getqflist()
    if found > 0 then
      vim.cmd("botright cwindow")
    elseif code == 0 then
      vim.cmd("cclose")
      vim.notify("autogen: nothing found")
    else
      vim.notify(text(stderr), vim.log.levels.ERROR)
    end
  end)
end, { desc = "Compare entities, revisions and database" })

vim.api.nvim_create_user_command("AutogenUpgrade", function()
  in_terminal(command("upgrade"))
end, { desc = "Run the revisions that the database lacks" })

vim.api.nvim_create_user_command("AutogenSql", function()
  run(command("upgrade", "--sql"), function(stdout, stderr, code)
    if code ~= 0 then
      vim.notify(text(stderr), vim.log.levels.ERROR)
      return
    end
    vim.cmd("botright new")
    vim.api.nvim_buf_set_lines(0, 0, -1, false, stdout)
    vim.bo.buftype, vim.bo.bufhidden, vim.bo.filetype, vim.bo.modifiable = "nofile", "wipe", "sql", false
  end)
end, { desc = "Show the script that would run on an empty database" })
