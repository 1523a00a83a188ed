-- autogen: upgrade postgres
ALTER TABLE "users" ADD COLUMN "age" integer;
ALTER TABLE "users" ADD CONSTRAINT "fk-users-team_id" FOREIGN KEY ("team_id") REFERENCES "teams" ("id") NOT VALID;

-- autogen: upgrade postgres no-transaction
DROP INDEX CONCURRENTLY "idx-users-fax";
-- hazard: fills users.age with length(fax) where it is NULL
UPDATE "users" SET "age" = length(fax) WHERE "age" IS NULL;
ALTER TABLE "users" ADD CONSTRAINT "users_age_is_not_null" CHECK ("age" IS NOT NULL) NOT VALID;
ALTER TABLE "users" VALIDATE CONSTRAINT "users_age_is_not_null";
-- hazard: fills users.name with 'nobody' where it is NULL
UPDATE "users" SET "name" = 'nobody' WHERE "name" IS NULL;
ALTER TABLE "users" ADD CONSTRAINT "users_name_is_not_null" CHECK ("name" IS NOT NULL) NOT VALID;
ALTER TABLE "users" VALIDATE CONSTRAINT "users_name_is_not_null";
-- hazard: fails if two rows of users have the same email
CREATE UNIQUE INDEX CONCURRENTLY "users_email_key" ON "users" ("email");
CREATE INDEX CONCURRENTLY "idx-users-team_id" ON "users" ("team_id");
-- hazard: fails if users(team_id) refers to a row that teams does not have
ALTER TABLE "users" VALIDATE CONSTRAINT "fk-users-team_id";

-- autogen: upgrade postgres
ALTER TABLE "users" ALTER COLUMN "age" SET NOT NULL;
ALTER TABLE "users" DROP CONSTRAINT "users_age_is_not_null";
ALTER TABLE "users" ALTER COLUMN "name" SET NOT NULL;
ALTER TABLE "users" DROP CONSTRAINT "users_name_is_not_null";
ALTER TABLE "users" ADD CONSTRAINT "users_email_key" UNIQUE USING INDEX "users_email_key";

-- autogen: downgrade postgres
ALTER TABLE "users" DROP CONSTRAINT "fk-users-team_id";
ALTER TABLE "users" DROP CONSTRAINT "users_email_key";
-- hazard: destroys the values of users.age
ALTER TABLE "users" DROP COLUMN "age";
ALTER TABLE "users" ALTER COLUMN "name" DROP NOT NULL;

-- autogen: downgrade postgres no-transaction
DROP INDEX CONCURRENTLY "idx-users-team_id";
CREATE INDEX CONCURRENTLY "idx-users-fax" ON users USING btree (fax);
