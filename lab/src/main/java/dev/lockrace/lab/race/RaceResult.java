package dev.lockrace.lab.race;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;

/**
 * The result of a race.
 *
 * @param servers product and version of each server, by name
 */
record RaceResult(Map<String, String> servers, List<RaceRow> rows) {

    @JsonIgnore
    boolean isAsDocumented() {
        return rows.stream().allMatch(RaceRow::asDocumented);
    }
}
