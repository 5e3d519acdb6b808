package dev.lockrace.lab.race;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;

/**
 * What a race showed.
 *
 * @param servers what stood behind each server's name
 */
record RaceResult(Map<String, String> servers, List<RaceRow> rows) {

    @JsonIgnore
    boolean isAsDocumented() {
        return rows.stream().allMatch(RaceRow::asDocumented);
    }
}
