/**
 * The records of calls in a relational database: {@link dev.voicecall.store.jdbc.JdbcCallStore}. The tables are made by the scripts
 * {@code V1__calls.sql} and so on that lie beside the classes. They and all else that is sent to the database is SQL that H2 and
 * PostgreSQL understand alike.
 */
@NullMarked
package dev.voicecall.store.jdbc;

import org.jspecify.annotations.NullMarked;
